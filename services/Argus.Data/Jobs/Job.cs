using System.Text.Json;
using Argus.Contracts.Jobs;

namespace Argus.Data.Jobs;

/// <summary>A job as the store keeps it. Moments have a resolution of one millisecond.</summary>
public sealed record Job
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>One of <see cref="JobTasks.All"/>.</summary>
    public required string TaskType { get; init; }

    /// <summary>Number of the picture in the media store.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>0 to 10, higher first.</summary>
    public required int Priority { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the present or last attempt began; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, well or not; null until then.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When something is to be done about it: pending, the next attempt (null: it is ready); processing, the end of the lease; sync_failed, the next delivery (null: given up).</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it was claimed or cancelled so far. Grows for ever, so that it tells one attempt's holder from another's.</summary>
    public long Fence { get; init; }

    /// <summary>Attempts that count against the limit; begins anew where a caller asks for a retry.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts to deliver the result to the media store that failed or are under way.</summary>
    public int SyncAttempts { get; init; }

    /// <summary>Why it failed, or why its last attempt did.</summary>
    public string? Error { get; init; }

    /// <summary>Its result as JSON text, or null.</summary>
    public string? Result { get; init; }

    /// <summary>How it is to be done; null where its task takes no parameters.</summary>
    public VideoFacesParameters? Parameters { get; init; }

    /// <summary>How far its present or last attempt came; null where that told nothing.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>W3C trace context of what created it, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>As it is answered and as events carry it.</summary>
    public JobBody ToBody() => new()
    {
        JobId = Id,
        TaskType = TaskType,
        MediaStoreId = MediaStoreId,
        Status = State,
        Priority = Priority,
        CreatedAt = CreatedAt.ToUnixTimeMilliseconds(),
        StartedAt = StartedAt?.ToUnixTimeMilliseconds(),
        CompletedAt = EndedAt?.ToUnixTimeMilliseconds(),
        ErrorMessage = Error,
        Result = Result is null ? null : JsonElement.Parse(Result),
        Parameters = Parameters,
        // What has ended has a result, and what waits for another attempt begins anew.
        Progress = State == JobState.Processing ? Progress : null,
    };
}
