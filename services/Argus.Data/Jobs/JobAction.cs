namespace Argus.Data.Jobs;

/// <summary>What became of a caller's wish to cancel or retry a job.</summary>
public enum JobAction
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>The job's state does not allow it: only what has not ended can be cancelled, only what failed can be tried again.</summary>
    Refused,

    /// <summary>There is no job with this id.</summary>
    Unknown,
}

/// <summary>Answer to a wish to cancel or retry.</summary>
/// <param name="Action">What became of it.</param>
/// <param name="Job">The job as it stands now; null where it is unknown.</param>
public sealed record JobActionResult(JobAction Action, Job? Job);
