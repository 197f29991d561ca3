namespace Argus.Data.Jobs;

/// <summary>What became of a job that was to be created.</summary>
public enum CreateOutcome
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>The idempotency key was used for the same request before: this is the job of then.</summary>
    Repeated,

    /// <summary>There is one for this picture and task type, or with this id, already.</summary>
    Exists,

    /// <summary>The idempotency key was used for another request before.</summary>
    KeyReused,
}

/// <summary>Answer for one job of a batch.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Job">The new job, or the one that was there before.</param>
public sealed record CreateResult(CreateOutcome Outcome, Job Job);
