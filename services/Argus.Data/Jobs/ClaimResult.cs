namespace Argus.Data.Jobs;

/// <summary>What became of a claim by id.</summary>
public enum ClaimOutcome
{
    /// <summary>The job is the caller's.</summary>
    Claimed,

    /// <summary>Another works on it, and its lease runs.</summary>
    Taken,

    /// <summary>It waits for its next attempt, at <see cref="Job.DueAt"/>.</summary>
    Waiting,

    /// <summary>It has ended, or only its result waits for delivery.</summary>
    Ended,

    /// <summary>There is none with this id.</summary>
    Unknown,
}

/// <summary>Answer for one id of a claim.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Job">The job as it stands now; null where it is unknown.</param>
public sealed record ClaimResult(ClaimOutcome Outcome, Job? Job);
