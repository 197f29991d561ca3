using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>How a job <see cref="JobTasks.VideoFaces"/> is to be done; what is left out has its default.</summary>
public record VideoFacesParameters
{
    /// <summary>Least <see cref="Interval"/>, in seconds.</summary>
    public const double MinInterval = 0.02;

    /// <summary>Greatest <see cref="Interval"/>, in seconds.</summary>
    public const double MaxInterval = 3600;

    /// <summary><see cref="Interval"/> where none is named, in seconds.</summary>
    public const double DefaultInterval = 1;

    /// <summary>Greatest <see cref="MaxFrames"/>.</summary>
    public const int MostFrames = 100_000;

    /// <summary><see cref="MaxFrames"/> where it is not named.</summary>
    public const int DefaultMaxFrames = 10_000;

    /// <summary>Seconds from one frame that is looked at to the next, 0.02 to 3600; default 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Interval { get; init; }

    /// <summary>Cosine similarity from which a track is tagged with whom it is like, -1 to 1; default the model's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Threshold { get; init; }

    /// <summary>Frames after which the job ends early, 1 to 100,000; default 10,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxFrames { get; init; }

    /// <summary>Collection that tracks are looked up in; default <c>face_embeddings</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Collection { get; init; }

    /// <summary>Whether the best vector of each track becomes a point of the collection; default false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Store { get; init; }

    /// <summary>These fields alone, without those of what carries them.</summary>
    public VideoFacesParameters Alone() => new(this);
}
