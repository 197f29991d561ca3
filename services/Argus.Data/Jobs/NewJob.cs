using Argus.Contracts.Jobs;

namespace Argus.Data.Jobs;

/// <summary>What a job is created from.</summary>
public sealed record NewJob
{
    /// <summary>One of <see cref="JobTasks.All"/>.</summary>
    public required string TaskType { get; init; }

    /// <summary>Number of the picture in the media store; there is one job for each picture and task type.</summary>
    public required long MediaStoreId { get; init; }

    /// <summary>0 to 10, higher first.</summary>
    public int Priority { get; init; } = JobTasks.DefaultPriority;

    /// <summary>Its id; null: the store makes one.</summary>
    public Guid? Id { get; init; }

    /// <summary>1 to 255 characters, or null. The same key with the same task type, picture and priority gives the first job back, also after it ended.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>How it is to be done; null: by the defaults. Only for <see cref="JobTasks.VideoFaces"/>.</summary>
    public VideoFacesParameters? Parameters { get; init; }

    /// <summary>W3C trace context, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>False where the job comes from a message already: none is written for it.</summary>
    public bool Announce { get; init; } = true;
}
