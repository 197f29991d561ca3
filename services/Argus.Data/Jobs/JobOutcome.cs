namespace Argus.Data.Jobs;

/// <summary>How an attempt ended, told by the holder of its lease. Made by the methods named after the endings.</summary>
public sealed record JobOutcome
{
    private JobOutcome(Lease lease, JobEnding ending) => (Lease, Ending) = (lease, ending);

    /// <summary>Whose ending it is.</summary>
    public Lease Lease { get; }

    /// <summary>What kind of ending it is. A retry ends the job all the same where it was the last attempt.</summary>
    public JobEnding Ending { get; }

    internal string? Result { get; init; }

    internal string? Reason { get; init; }

    internal TimeSpan? After { get; init; }

    /// <summary>It succeeded and the media store, where there is one, has the result.</summary>
    /// <param name="lease">From the claim.</param>
    /// <param name="result">JSON text; null keeps the result that the job has, as after a delivery that had failed before.</param>
    public static JobOutcome Completed(Lease lease, string? result) => new(lease, JobEnding.Completed) { Result = result };

    /// <summary>There is a result, but the media store did not take it: delivered again later.</summary>
    /// <param name="lease">From the claim.</param>
    /// <param name="result">JSON text; null keeps the result that the job has.</param>
    /// <param name="reason">One sentence.</param>
    public static JobOutcome SyncFailed(Lease lease, string? result, string reason) =>
        new(lease, JobEnding.SyncFailed) { Result = result, Reason = reason };

    /// <summary>It failed in a way that may pass: tried again after a pause, up to the limit of attempts.</summary>
    /// <param name="lease">From the claim.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="after">The pause; null: as the options say.</param>
    public static JobOutcome Retry(Lease lease, string reason, TimeSpan? after = null) =>
        new(lease, JobEnding.Retry) { Reason = reason, After = after };

    /// <summary>Something that it needs is away, which is no fault of the job: tried again after a pause that grows with its age, and the attempt does not count. From an age of <see cref="JobStoreOptions.Patience"/> on it is a retry like others.</summary>
    /// <param name="lease">From the claim.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="after">The pause; null: as the options say.</param>
    public static JobOutcome Postponed(Lease lease, string reason, TimeSpan? after = null) =>
        new(lease, JobEnding.Postponed) { Reason = reason, After = after };

    /// <summary>It failed for good.</summary>
    /// <param name="lease">From the claim.</param>
    /// <param name="reason">One sentence.</param>
    public static JobOutcome Failed(Lease lease, string reason) => new(lease, JobEnding.Failed) { Reason = reason };

    /// <summary>It was not worked on after all, as at a shutdown: ready at once, and the attempt does not count.</summary>
    /// <param name="lease">From the claim.</param>
    public static JobOutcome Released(Lease lease) => new(lease, JobEnding.Released);
}
