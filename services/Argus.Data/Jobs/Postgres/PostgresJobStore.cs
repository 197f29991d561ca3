using System.Text.RegularExpressions;
using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Outbox;
using Npgsql;

namespace Argus.Data.Jobs.Postgres;

/// <summary>Jobs in PostgreSQL (12 or newer), for many processes on many machines. A connection that breaks is opened anew; what cannot be done twice without harm is then told as <see cref="JobStoreFault.Unavailable"/>: a claim that nobody got ends with its lease.</summary>
public sealed partial class PostgresJobStore : IJobStore
{
    private readonly JobStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly JobRules _rules;
    private readonly PostgresLink _link;
    private readonly PostgresJobTable _table;
    private readonly PostgresListener _listener;
    private readonly PostgresCreations _creations;
    private readonly JobIds _ids;
    private readonly PostgresTeller _teller;

    private PostgresJobStore(PostgresLink link, string schema, JobStoreOptions options, TimeProvider time)
    {
        (_options, _time, _link) = (options, time, link);
        string channel = $"{schema}_jobs";
        _rules = new(options);
        _table = new(_rules, channel);
        // Pauses of milliseconds between transactions are true ones, by whatever clock the jobs live.
        _teller = new(link, channel, TimeProvider.System);
        _ids = new(time);
        Signals = new(time);
        _creations = new(made => link.DoAsync(connection => new PostgresCreation(connection, _table, made).RunAsync(Signals, _time.Now(), CancellationToken.None), again: true, CancellationToken.None), TimeProvider.System);
        _listener = new(link, channel, Signals, time);
    }

    /// <inheritdoc/>
    public JobSignals Signals { get; }

    /// <summary>Whether it hears at once what other processes do. If not, it goes on by its timers, within a lease time.</summary>
    public bool IsListening => _listener.IsListening;

    /// <summary>Connects and brings the schema up to this version.</summary>
    /// <param name="database">Where.</param>
    /// <param name="options">How jobs are treated.</param>
    /// <param name="time">The clock. Those of all processes should agree within a fraction of the lease time.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <exception cref="JobStoreException">It cannot be reached, or the schema is a newer program's.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static async Task<PostgresJobStore> OpenAsync(PostgresJobStoreOptions database, JobStoreOptions options, TimeProvider time, CancellationToken cancel = default)
    {
        options.Validate();
        if (!SchemaName().IsMatch(database.Schema))
            throw new ArgumentException($"'{database.Schema}' is no name for a schema: lower-case letters, digits and underlines, at most 50, a letter first.");
        var link = new PostgresLink(database, time);
        try
        {
            await link.DoAsync(connection => PostgresMigrations.ApplyAsync(connection, database.Schema, cancel), again: true, cancel);
            return new(link, database.Schema, options, time);
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CreateResult>> CreateAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancel = default)
    {
        var now = _time.Now();
        // Ids are made before the first try: a second one finds its own jobs again.
        var made = jobs.Select(wish => (Wish: wish, Job: JobRules.New(wish, wish.Id ?? _ids.Next(), now))).ToArray();
        return _creations.CreateAsync(made, cancel);
    }

    /// <inheritdoc/>
    public Task<Job?> GetAsync(Guid id, CancellationToken cancel = default) =>
        _link.DoAsync(async connection => (await PostgresJobTable.FindAsync(connection, [id], cancel)).FirstOrDefault(), again: true, cancel);

    /// <inheritdoc/>
    public Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancel = default)
    {
        filter.Validate();
        return _link.DoAsync(connection => PostgresReads.ListAsync(connection, filter, cancel), again: true, cancel);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Claim>> ClaimAsync(IReadOnlyList<string> tasks, int max, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        string[] wanted = [.. tasks.Distinct()];
        var claims = await _link.DoAsync(connection => ClaimAsync(connection, wanted, max, cancel), again: false, cancel);
        if (claims.Count > 0)
            Tell(JobSignalKinds.Changes);
        else
            await SetTimerAsync(cancel);
        return claims;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClaimResult>> ClaimByIdAsync(IReadOnlyList<Guid> ids, CancellationToken cancel = default) =>
        ChangeAsync(ids, id => id, (job, _, now) => _rules.Claim(job, now), again: false, cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Claim>> ClaimDueAsync(int max, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var now = _time.Now();
        await DueAsync(JobState.Processing, 500, now, job => _rules.Expire(job, now), again: false, cancel);
        var changes = await DueAsync(JobState.Pending, max, now, job => _rules.Claim(job, now).After!, again: false, cancel);
        if (changes.Count == 0)
            await SetTimerAsync(cancel);
        return changes.ConvertAll(change => new Claim(change.After));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Claim>> ClaimForSyncAsync(int max, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var now = _time.Now();
        var changes = await DueAsync(JobState.SyncFailed, max, now, job => _rules.ClaimForSync(job, now), again: false, cancel);
        if (changes.Count == 0)
            await SetTimerAsync(cancel);
        return changes.ConvertAll(change => new Claim(change.After));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> ExtendAsync(IReadOnlyList<Lease> leases, CancellationToken cancel = default) =>
        ChangeAsync(leases, lease => lease.JobId, _rules.Extend, again: true, cancel);

    /// <inheritdoc/>
    public async Task<bool> ReportAsync(Lease lease, JobProgress progress, CancellationToken cancel = default) =>
        (await ChangeAsync([lease], one => one.JobId, (job, one, _) => JobRules.Report(job, one, progress), again: true, cancel))[0];

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> FinishAsync(IReadOnlyList<JobOutcome> outcomes, CancellationToken cancel = default) =>
        ChangeAsync(outcomes, outcome => outcome.Lease.JobId, _rules.Finish, again: true, cancel);

    /// <inheritdoc/>
    public async Task<JobActionResult> CancelAsync(Guid id, CancellationToken cancel = default) =>
        (await ChangeAsync([id], one => one, (job, _, now) => JobRules.Cancel(job, now), again: false, cancel))[0];

    /// <inheritdoc/>
    public async Task<JobActionResult> RetryAsync(Guid id, CancellationToken cancel = default) =>
        (await ChangeAsync([id], one => one, (job, _, now) => JobRules.Retry(job, now), again: false, cancel))[0];

    /// <inheritdoc/>
    public Task<int> AnnounceAsync(DateTimeOffset before, int max, CancellationToken cancel = default) =>
        _link.DoAsync(
            async connection =>
            {
                var lost = await PostgresReads.LockLostAsync(connection, before, max, _time.Now(), cancel);
                Tell(await _table.CommitAsync(connection, [], lost.Select(job => new JobEvent(JobEventKind.Ready, job)), JobSignalKinds.None, _time.Now(), cancel));
                return lost.Count;
            },
            again: true,
            cancel);

    /// <inheritdoc/>
    public Task<int> DeleteEndedAsync(DateTimeOffset before, int max, CancellationToken cancel = default) =>
        _link.DoAsync(connection => PostgresUpkeep.DeleteAsync(connection, before, max, cancel), again: true, cancel);

    /// <inheritdoc/>
    public Task<JobStatistics> CountAsync(CancellationToken cancel = default) => _link.DoAsync(connection => PostgresReads.CountAsync(connection, cancel), again: true, cancel);

    /// <inheritdoc/>
    public Task<bool> LeaseOutboxAsync(string sink, string holder, TimeSpan time, CancellationToken cancel = default) =>
        _link.DoAsync(connection => PostgresUpkeep.LeaseAsync(connection, sink, holder, _time.Now(), time, cancel), again: true, cancel);

    /// <inheritdoc/>
    public Task ReleaseOutboxAsync(string sink, string holder, CancellationToken cancel = default) =>
        _link.DoAsync(connection => PostgresUpkeep.ReleaseAsync(connection, sink, holder, cancel), again: true, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxMessage>> ReadOutboxAsync(string sink, long after, int max, CancellationToken cancel = default) =>
        _link.DoAsync(connection => PostgresUpkeep.ReadOutboxAsync(connection, sink, after, max, cancel), again: true, cancel);

    /// <inheritdoc/>
    public Task AcknowledgeOutboxAsync(IReadOnlyList<OutboxReceipt> receipts, CancellationToken cancel = default) =>
        _link.DoAsync(connection => PostgresUpkeep.AcknowledgeAsync(connection, receipts, cancel), again: true, cancel);

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _teller.DisposeAsync();
        await _link.DisposeAsync();
        Signals.Dispose();
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,49}$")]
    private static partial Regex SchemaName();

    private async Task<List<Claim>> ClaimAsync(NpgsqlConnection connection, string[] tasks, int max, CancellationToken cancel)
    {
        var now = _time.Now();
        var (claims, expired) = await PostgresJobTable.ClaimAsync(connection, tasks, max, now, _options.Lease, regardless: false, cancel);
        // Seldom: the others pay no round trip for it.
        if (!expired || claims.Count > 0)
            return claims;
        await DueAsync(connection, JobState.Processing, 500, now, job => _rules.Expire(job, now), cancel);
        return (await PostgresJobTable.ClaimAsync(connection, tasks, max, now, _options.Lease, regardless: true, cancel)).Claims;
    }

    private Task<List<JobChange>> DueAsync(JobState state, int max, DateTimeOffset now, Func<Job, Job> rule, bool again, CancellationToken cancel) =>
        _link.DoAsync(connection => DueAsync(connection, state, max, now, rule, cancel), again, cancel);

    private async Task<List<JobChange>> DueAsync(NpgsqlConnection connection, JobState state, int max, DateTimeOffset now, Func<Job, Job> rule, CancellationToken cancel)
    {
        var due = await PostgresJobTable.LockDueAsync(connection, state, max, now, cancel);
        var changes = due.ConvertAll(job => new JobChange(job, rule(job)));
        await CommitAsync(connection, changes, now, cancel);
        return changes;
    }

    private Task<IReadOnlyList<TAnswer>> ChangeAsync<TItem, TAnswer>(IReadOnlyList<TItem> items, Func<TItem, Guid> idOf, Func<Job?, TItem, DateTimeOffset, (TAnswer, Job?)> rule, bool again, CancellationToken cancel) =>
        _link.DoAsync<IReadOnlyList<TAnswer>>(
            async connection =>
            {
                var now = _time.Now();
                var before = (await PostgresJobTable.LockAsync(connection, items.Select(idOf), cancel)).ToDictionary(job => job.Id);
                var after = new Dictionary<Guid, Job>(before);
                List<JobChange> steps = [];
                var answers = new TAnswer[items.Count];
                for (int i = 0; i < answers.Length; i++)
                {
                    var job = after.GetValueOrDefault(idOf(items[i]));
                    (answers[i], var changed) = rule(job, items[i], now);
                    if (changed is null)
                        continue;
                    steps.Add(new(job!, changed));
                    after[changed.Id] = changed;
                }

                await CommitAsync(connection, steps, now, cancel);
                return answers;
            },
            again,
            cancel);

    private async Task CommitAsync(NpgsqlConnection connection, List<JobChange> steps, DateTimeOffset now, CancellationToken cancel)
    {
        // A job that is named twice takes two steps, and has two events, but is written once.
        var last = steps.GroupBy(step => step.After.Id).Select(g => new JobChange(g.First().Before, g.Last().After)).ToList();
        var kinds = await _table.CommitAsync(connection, last, steps.Select(step => step.Event).OfType<JobEvent>(), JobSignalKinds.None, now, cancel);
        if (last.Min(change => change.After.DueAt) is { } due)
            Signals.WorkAt(due);
        Tell(kinds);
    }

    private void Tell(JobSignalKinds kinds)
    {
        Signals.Set(kinds);
        _teller.Tell(kinds);
    }

    /// <summary>Whoever claimed nothing will wait: until something is due, and no longer than a lease, should a notification be lost.</summary>
    private async Task SetTimerAsync(CancellationToken cancel)
    {
        var latest = _time.Now() + _options.Lease;
        var due = await _link.DoAsync(connection => PostgresReads.NextDueAsync(connection, cancel), again: true, cancel);
        Signals.WorkAt(due < latest ? due.Value : latest);
    }
}
