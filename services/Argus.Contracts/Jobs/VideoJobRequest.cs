using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>Body of <c>POST /job/video_faces</c>.</summary>
public sealed record VideoJobRequest : VideoFacesParameters
{
    /// <summary>Number of the video in the media store.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>0 to 10, higher first; default <see cref="JobTasks.DefaultPriority"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Priority { get; init; }
}
