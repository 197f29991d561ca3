using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Jobs.Sqlite;

/// <summary>Jobs in one SQLite file, for one machine: every answer is flushed to disk, and nothing that was acknowledged is lost by kill -9 or a power failure. Signals reach the process that opened it; others find out within a lease time.</summary>
public sealed class SqliteJobStore : IJobStore
{
    private readonly JobStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly JobRules _rules;
    private readonly SqliteJobTable _table;
    private readonly SqliteWriter _writer;
    private readonly SqliteReads _reads;
    private readonly JobIds _ids;

    private SqliteJobStore(string path, SqliteSession session, JobStoreOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _rules = new(options);
        _table = new(_rules);
        _ids = new(time);
        _reads = new(path);
        Signals = new(time);
        _writer = new(session, path, Committed);
    }

    /// <inheritdoc/>
    public JobSignals Signals { get; }

    internal SqliteWriter Writer => _writer;

    /// <summary>Opens a file, makes it where it is not there, and brings it up to this version.</summary>
    /// <param name="path">Of the file; two more lie beside it while it is open. It must be on a local disk.</param>
    /// <param name="options">How jobs are treated.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="JobStoreException">It cannot be opened or written, is no database of jobs, or a newer program's.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static SqliteJobStore Open(string path, JobStoreOptions options, TimeProvider time)
    {
        options.Validate();
        path = Path.GetFullPath(path);
        return new(path, SqliteOpening.Open(path, "Jobs.Sqlite"), options, time);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CreateResult>> CreateAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancel = default)
    {
        var now = _time.Now();
        var made = jobs.Select(wish => (Wish: wish, Job: JobRules.New(wish, wish.Id ?? _ids.Next(), now))).ToArray();
        return _writer.DoAsync<IReadOnlyList<CreateResult>>(session => [.. made.Select(m => _table.Create(session, m.Wish, m.Job))], cancel);
    }

    /// <inheritdoc/>
    public Task<Job?> GetAsync(Guid id, CancellationToken cancel = default) => _reads.DoAsync(session => SqliteJobTable.Find(session, id), cancel);

    /// <inheritdoc/>
    public Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancel = default)
    {
        filter.Validate();
        return _reads.DoAsync(session => SqliteReads.List(session, filter), cancel);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Claim>> ClaimAsync(IReadOnlyList<string> tasks, int max, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _writer.DoAsync<IReadOnlyList<Claim>>(session => Claimed(session, _table.Claim(session, tasks, max, _time.Now())), cancel);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClaimResult>> ClaimByIdAsync(IReadOnlyList<Guid> ids, CancellationToken cancel = default) =>
        ChangeAsync(ids, id => id, (job, _, now) => _rules.Claim(job, now), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Claim>> ClaimDueAsync(int max, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _writer.DoAsync<IReadOnlyList<Claim>>(session => Claimed(session, _table.ClaimDue(session, max, _time.Now())), cancel);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Claim>> ClaimForSyncAsync(int max, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return _writer.DoAsync<IReadOnlyList<Claim>>(session => Claimed(session, _table.ClaimForSync(session, max, _time.Now())), cancel);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> ExtendAsync(IReadOnlyList<Lease> leases, CancellationToken cancel = default) =>
        ChangeAsync(leases, lease => lease.JobId, _rules.Extend, cancel);

    /// <inheritdoc/>
    public async Task<bool> ReportAsync(Lease lease, JobProgress progress, CancellationToken cancel = default) =>
        (await ChangeAsync([lease], one => one.JobId, (job, one, _) => JobRules.Report(job, one, progress), cancel))[0];

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<JobOutcome> outcomes, CancellationToken cancel = default) =>
        ChangeAsync(outcomes, outcome => outcome.Lease.JobId, _rules.Finish, cancel);

    /// <inheritdoc/>
    public async Task<JobActionResult> CancelAsync(Guid id, CancellationToken cancel = default) =>
        (await ChangeAsync([id], one => one, (job, _, now) => JobRules.Cancel(job, now), cancel))[0];

    /// <inheritdoc/>
    public async Task<JobActionResult> RetryAsync(Guid id, CancellationToken cancel = default) =>
        (await ChangeAsync([id], one => one, (job, _, now) => JobRules.Retry(job, now), cancel))[0];

    /// <inheritdoc/>
    public Task<int> AnnounceAsync(DateTimeOffset before, int max, CancellationToken cancel = default) =>
        _writer.DoAsync(session => _table.Announce(session, before, max, _time.Now()), cancel);

    /// <inheritdoc/>
    public Task<int> DeleteEndedAsync(DateTimeOffset before, int max, CancellationToken cancel = default) =>
        _writer.DoAsync(session => SqliteUpkeep.Delete(session, before, max), cancel);

    /// <inheritdoc/>
    public Task<JobStatistics> CountAsync(CancellationToken cancel = default) => _reads.DoAsync(SqliteReads.Count, cancel);

    /// <inheritdoc/>
    public Task<bool> LeaseOutboxAsync(string sink, string holder, TimeSpan time, CancellationToken cancel = default) =>
        _writer.DoAsync(session => SqliteUpkeep.Lease(session, sink, holder, _time.Now(), time), cancel);

    /// <inheritdoc/>
    public Task ReleaseOutboxAsync(string sink, string holder, CancellationToken cancel = default) =>
        _writer.DoAsync(session => session.Run("DELETE FROM outbox_lease WHERE sink = $1 AND holder = $2", sink, holder), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxMessage>> ReadOutboxAsync(string sink, long after, int max, CancellationToken cancel = default) =>
        _reads.DoAsync(session => SqliteUpkeep.ReadOutbox(session, sink, after, max), cancel);

    /// <inheritdoc/>
    public Task AcknowledgeOutboxAsync(IReadOnlyList<OutboxReceipt> receipts, CancellationToken cancel = default) =>
        _writer.DoAsync(session => SqliteUpkeep.Acknowledge(session, receipts), cancel);

    /// <summary>Does what is queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _reads.Dispose();
        Signals.Dispose();
    }

    private void Committed(JobSignalKinds kinds, DateTimeOffset? workAt)
    {
        if (workAt is { } moment)
            Signals.WorkAt(moment);
        Signals.Set(kinds);
    }

    /// <summary>Where a claim finds less than it could take, its caller will wait: the timer is set to what is due next.</summary>
    private List<Claim> Claimed(SqliteSession session, List<Claim> claims)
    {
        if (claims.Count == 0)
        {
            // Another process on the same file cannot wake this one.
            var latest = _time.Now() + _options.Lease;
            session.WorkAt = SqliteJobTable.NextDue(session) is { } due && due < latest ? due : latest;
        }

        return claims;
    }

    private Task<IReadOnlyList<TAnswer>> ChangeAsync<TItem, TAnswer>(IReadOnlyList<TItem> items, Func<TItem, Guid> idOf, Func<Job?, TItem, DateTimeOffset, (TAnswer, Job?)> rule, CancellationToken cancel) =>
        _writer.DoAsync<IReadOnlyList<TAnswer>>(
            session =>
            {
                var now = _time.Now();
                var answers = new TAnswer[items.Count];
                for (int i = 0; i < answers.Length; i++)
                {
                    var before = SqliteJobTable.Find(session, idOf(items[i]));
                    (answers[i], var after) = rule(before, items[i], now);
                    if (after is not null)
                        _table.Save(session, new(before!, after), now);
                }

                return answers;
            },
            cancel);
}
