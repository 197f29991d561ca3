using System.Text.Json;
using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>A job, as <c>POST /job/{task_type}</c> and <c>GET /job/{job_id}</c> answer it and as events carry it. Times are Unix milliseconds.</summary>
public sealed record JobBody
{
    /// <summary>Its id.</summary>
    public required Guid JobId { get; init; }

    /// <summary>One of <see cref="JobTasks.All"/>.</summary>
    public required string TaskType { get; init; }

    /// <summary>Number of the picture in the media store.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState Status { get; init; }

    /// <summary>0 to 10, higher first.</summary>
    public required int Priority { get; init; }

    /// <summary>When it was created.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When the present or last attempt began; null while it waits.</summary>
    public long? StartedAt { get; init; }

    /// <summary>When it ended, well or not; null until then.</summary>
    public long? CompletedAt { get; init; }

    /// <summary>Why it failed, or why its last attempt did; null otherwise.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>An <see cref="ImageEmbeddingResult"/>, <see cref="FaceDetectionResult"/>, <see cref="FaceEmbeddingResult"/> or <see cref="VideoFacesResult"/> by task type; null until there is one.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>How it was asked for; only of jobs on videos.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VideoFacesParameters? Parameters { get; init; }

    /// <summary>How far it is; only of jobs on videos, while one is processing and its first frame is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobProgress? Progress { get; init; }
}

/// <summary>Answer of <c>GET /job</c>: newest first.</summary>
public sealed record JobListBody
{
    /// <summary>The jobs of this page.</summary>
    public required IReadOnlyList<JobBody> Jobs { get; init; }

    /// <summary>To be given as <c>cursor</c> for the next page; null where this is the last.</summary>
    public string? NextCursor { get; init; }
}
