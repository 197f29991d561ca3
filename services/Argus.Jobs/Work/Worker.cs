using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Work;

/// <summary>Does jobs as long as the process runs: claims them, runs them, writes how they ended.</summary>
internal sealed class Worker : IHostedService, IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>Between looks at what is due: late by so much at most, and no burden to the store.</summary>
    private static readonly TimeSpan DueGap = TimeSpan.FromMilliseconds(100);

    private readonly IJobStore _store;
    private readonly JobsOptions _options;
    private readonly WorkMetrics _metrics;
    private readonly Func<KafkaIntake>? _openIntake;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HeldJobs _held = new();
    private readonly Finisher _finisher;
    private readonly Lane _work;
    private readonly Lane _videos;
    private readonly Lane _deliveries;
    private readonly CancellationTokenSource _stopFeeds = new();
    private readonly CancellationTokenSource _stopRest = new();
    private KafkaIntake? _intake;
    private Task _feeds = Task.CompletedTask;
    private Task _finishing = Task.CompletedTask;
    private Task _keeping = Task.CompletedTask;

    /// <param name="store">Where jobs come from and where their ends are written.</param>
    /// <param name="options">Settings.</param>
    /// <param name="run">Does a job.</param>
    /// <param name="deliver">Delivers the result of a job whose delivery had failed.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="openIntake">Begins to read messages; null: the store is the queue.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For faults.</param>
    public Worker(IJobStore store, JobsOptions options, JobRun run, JobRun deliver, WorkMetrics metrics, Func<KafkaIntake>? openIntake, TimeProvider time, ILogger<Worker> log)
    {
        (_store, _options, _metrics, _openIntake, _time, _log) = (store, options, metrics, openIntake, time, log);
        _finisher = new(store, _held, metrics, time, log);
        _work = new(options.Workers, run, _held, _finisher, metrics, time, log);
        _videos = new(options.VideoWorkers, run, _held, _finisher, metrics, time, log);
        _deliveries = new(PlacesForDelivery(options), deliver, _held, _finisher, metrics, time, log);
    }

    /// <summary>Requests to the media store that may be under way at once.</summary>
    public static int MostCalls(JobsOptions options) => Lane.MostCalls(options.Workers) + Lane.MostCalls(options.VideoWorkers) + Lane.MostCalls(PlacesForDelivery(options));

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _intake = _openIntake?.Invoke();
        _metrics.Observe(() => _held.Count, () => _intake?.Lag() ?? new Dictionary<string, long>());
        _finishing = Task.Run(() => _finisher.RunAsync(_stopRest.Token), CancellationToken.None);
        _keeping = Task.Run(() => new LeaseKeeper(_store, _held, _options.Jobs.Lease, _metrics, _time, _log).RunAsync(_stopRest.Token), CancellationToken.None);
        _feeds = Task.WhenAll(Feeds().Select(feed => Task.Run(() => feed(_stopFeeds.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Claims nothing more, lets work end in the time that settings give it, gives the rest back.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopFeeds.CancelAsync();
        await WithinAsync(_feeds, Farewell, cancellationToken);
        if (!await WithinAsync(_held.EmptyAsync(), _options.ShutdownTimeout, cancellationToken))
        {
            var rest = _held.All();
            Log.GivenBack(_log, rest.Count, _options.ShutdownTimeout.TotalSeconds);
            foreach (var job in rest)
                job.Cancel();
            if (!await WithinAsync(_held.EmptyAsync(), Farewell, cancellationToken))
                Log.LeftBehind(_log, _held.Count);
        }

        await _stopRest.CancelAsync();
        await EndAsync(_finishing);
        await EndAsync(_keeping);
        // Last: it commits what is done, and leaves the group.
        if (_intake is not null)
            await _intake.DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopFeeds.Dispose();
        _stopRest.Dispose();
    }

    private IEnumerable<Func<CancellationToken, Task>> Feeds()
    {
        if (_intake is not null)
        {
            yield return new KafkaFeed(_intake, _work, _store, _time, _log).RunAsync;
            // A worker that has nothing to do takes what the store has at once: the message is on its way still, or the brokers are away.
            yield return Feed(_work, "claim jobs", TimeSpan.Zero, ClaimAsync, onlyWhenIdle: true);
            yield return new StoreFeed(_work, _store.Signals, _time, _log)
            {
                Claim = _store.ClaimDueAsync,
                Name = "claim retries that are due",
                Gap = DueGap,
                Elsewhere = claim => claim.Job.TaskType == JobTasks.VideoFaces ? _videos : null,
            }.RunAsync;
        }
        else
        {
            yield return Feed(_work, "claim jobs", TimeSpan.Zero, ClaimAsync);
        }

        // Not urgent, and every new job wakes all feeds.
        yield return Feed(_videos, "claim jobs on videos", DueGap, (most, cancel) => _store.ClaimAsync([JobTasks.VideoFaces], most, cancel));
        yield return Feed(_deliveries, "claim results to deliver again", DueGap, _store.ClaimForSyncAsync);
    }

    private Func<CancellationToken, Task> Feed(Lane lane, string name, TimeSpan gap, Func<int, CancellationToken, Task<IReadOnlyList<Claim>>> claim, bool onlyWhenIdle = false) =>
        new StoreFeed(lane, _store.Signals, _time, _log) { Claim = claim, Name = name, Gap = gap, OnlyWhenIdle = onlyWhenIdle }.RunAsync;

    private Task<IReadOnlyList<Claim>> ClaimAsync(int most, CancellationToken cancel) => _store.ClaimAsync(JobTasks.OfPictures, most, cancel);

    /// <summary>Results that are delivered again at once, beside the work.</summary>
    private static int PlacesForDelivery(JobsOptions options) => Math.Max(1, options.Workers / 4);

    private static async Task EndAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // As it was told.
        }
    }

    private async Task<bool> WithinAsync(Task task, TimeSpan most, CancellationToken cancel)
    {
        try
        {
            await task.WaitAsync(most, _time, cancel);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
