namespace Argus.Data.Jobs;

/// <summary>What happened to a job that others may want to hear of.</summary>
public enum JobEventKind
{
    /// <summary>It waits for a worker: it is new, lost its worker, was given back, or a caller asked for a retry.</summary>
    Ready,

    /// <summary>An attempt failed; the next is at <see cref="Job.DueAt"/>.</summary>
    Retrying,

    /// <summary>It ended with a result.</summary>
    Completed,

    /// <summary>It ended without a result, or was cancelled.</summary>
    Failed,

    /// <summary>It has a result that the media store did not take; told once for each work, not for each failed delivery.</summary>
    SyncFailed,
}

/// <summary>An event of a job.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Job">The job after it. Its id, state and <see cref="Job.Fence"/> name the event: a copy has the same.</param>
public sealed record JobEvent(JobEventKind Kind, Job Job);
