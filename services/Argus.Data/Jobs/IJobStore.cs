using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Jobs;

/// <summary>
/// The truth about all jobs, in a database. Safe for many callers at once. What was answered is on disk.
/// Every method throws <see cref="JobStoreException"/> where the database cannot do it; answers are in the order of the question.
/// </summary>
public interface IJobStore : IAsyncDisposable
{
    /// <summary>To be awaited instead of asking again and again.</summary>
    JobSignals Signals { get; }

    /// <summary>Creates jobs, each on its own: one that exists already does not keep back the others.</summary>
    /// <exception cref="ArgumentException">A task type, priority or key is not valid; nothing was created.</exception>
    Task<IReadOnlyList<CreateResult>> CreateAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancel = default);

    /// <summary>One job, or null.</summary>
    Task<Job?> GetAsync(Guid id, CancellationToken cancel = default);

    /// <summary>Jobs, newest first, a page at a time.</summary>
    Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancel = default);

    /// <summary>Claims the jobs that come first: by priority, where a step is worth as much as a wait of <see cref="JobStoreOptions.Ageing"/>; then by age. Retries that are due and jobs whose worker died take part.</summary>
    /// <param name="tasks">Of these task types.</param>
    /// <param name="max">At most so many, 1 or more.</param>
    /// <param name="cancel">Not heeded once the claim is made.</param>
    /// <returns>First comes first; empty where nothing is ready: then await <see cref="JobSignals.Work"/>.</returns>
    Task<IReadOnlyList<Claim>> ClaimAsync(IReadOnlyList<string> tasks, int max, CancellationToken cancel = default);

    /// <summary>Claims jobs by their ids, as messages name them.</summary>
    Task<IReadOnlyList<ClaimResult>> ClaimByIdAsync(IReadOnlyList<Guid> ids, CancellationToken cancel = default);

    /// <summary>Claims retries that are due and nothing else, for workers that hear of all other jobs by messages: no message tells that a pause is over. Jobs whose worker died become ready, which writes their messages.</summary>
    /// <param name="max">At most so many, 1 or more.</param>
    /// <param name="cancel">Not heeded once the claim is made.</param>
    Task<IReadOnlyList<Claim>> ClaimDueAsync(int max, CancellationToken cancel = default);

    /// <summary>Claims jobs whose results wait to be delivered to the media store and are due.</summary>
    /// <param name="max">At most so many, 1 or more.</param>
    /// <param name="cancel">Not heeded once the claim is made.</param>
    Task<IReadOnlyList<Claim>> ClaimForSyncAsync(int max, CancellationToken cancel = default);

    /// <summary>Lets leases begin anew. False: the lease is lost, and the work is to be left.</summary>
    Task<IReadOnlyList<bool>> ExtendAsync(IReadOnlyList<Lease> leases, CancellationToken cancel = default);

    /// <summary>Tells how far a job is, which those who listen to it hear; at most once a second, since each time is a write. False: the lease is lost, and the work is to be left.</summary>
    Task<bool> ReportAsync(Lease lease, JobProgress progress, CancellationToken cancel = default);

    /// <summary>Tells how attempts ended; jobs and their events are written in one transaction. False: the lease is lost, and nothing was changed. Telling the same twice does no harm.</summary>
    Task<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<JobOutcome> outcomes, CancellationToken cancel = default);

    /// <summary>Ends a job that has not ended; who works on it loses the lease.</summary>
    Task<JobActionResult> CancelAsync(Guid id, CancellationToken cancel = default);

    /// <summary>Begins a failed job anew, or the delivery of its result, with all attempts.</summary>
    Task<JobActionResult> RetryAsync(Guid id, CancellationToken cancel = default);

    /// <summary>Writes messages again (<see cref="JobEventKind.Ready"/>) for jobs at the front of the queue that wait although theirs was written before a moment: it may be lost.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="max">At most so many a task type; ten times as many are looked at.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>How many were written.</returns>
    Task<int> AnnounceAsync(DateTimeOffset before, int max, CancellationToken cancel = default);

    /// <summary>Deletes jobs that ended before a moment, and rows of the outbox that were set aside before it.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="max">At most so many jobs, and as many rows.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>How many jobs and rows are gone; 0: all are.</returns>
    Task<int> DeleteEndedAsync(DateTimeOffset before, int max, CancellationToken cancel = default);

    /// <summary>Counts jobs and rows of the outbox.</summary>
    Task<JobStatistics> CountAsync(CancellationToken cancel = default);

    /// <summary>Takes or renews the right to publish the rows of a sink. False: another holds it.</summary>
    /// <param name="sink">Which sink.</param>
    /// <param name="holder">Who asks; the same in all calls of one publisher, and different for each.</param>
    /// <param name="time">How long it lasts.</param>
    /// <param name="cancel">Breaks it off.</param>
    Task<bool> LeaseOutboxAsync(string sink, string holder, TimeSpan time, CancellationToken cancel = default);

    /// <summary>Gives the right back; nothing happens where another holds it.</summary>
    Task ReleaseOutboxAsync(string sink, string holder, CancellationToken cancel = default);

    /// <summary>The first rows of a sink with an id above the given one, by ascending id. A transaction that ended late may add rows below ids that were read.</summary>
    Task<IReadOnlyList<OutboxMessage>> ReadOutboxAsync(string sink, long after, int max, CancellationToken cancel = default);

    /// <summary>Removes rows that were published, and sets aside those that never will be. Ids that are gone are no error.</summary>
    Task AcknowledgeOutboxAsync(IReadOnlyList<OutboxReceipt> receipts, CancellationToken cancel = default);
}
