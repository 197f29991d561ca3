using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;

namespace Argus.Jobs.Upkeep;

/// <summary>Looks after the store every minute: jobs whose message may be lost, jobs that ended long ago, rows that nobody will send. Several processes may do it at once without harm.</summary>
internal sealed class Sweeper(IJobStore jobs, JobsOptions options, TimeProvider time, ILogger<Sweeper> log) : BackgroundService
{
    /// <summary>Between two turns.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    /// <summary>A job that is ready for so long after its message was written gets another; workers pass over the one that is too many.</summary>
    public static readonly TimeSpan MessageLost = TimeSpan.FromMinutes(5);

    // Of jobs, each turn and task type: a topic that was lost is filled again in minutes, and a long queue gets few copies.
    private const int MostAnnounced = 1000;
    private const int Batch = 500;
    private readonly UnusedSinks _unused = new(jobs, options, log);
    private readonly RetentionClock _retention = new(time);
    // From the beginning, not from when the host finds time to run this.
    private readonly PeriodicTimer _timer = new(Turn, time);
    private long? _head;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
                await TurnAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>One turn; what fails is tried again by the next.</summary>
    public async Task TurnAsync(CancellationToken cancel)
    {
        try
        {
            if (options.Kafka is not null)
                await AnnounceAsync(cancel);
            if (_retention.IsDue(out var begun))
            {
                await DeleteAsync(cancel);
                await _unused.SetAsideAsync(cancel);
                _retention.Done(begun);
            }
        }
        catch (JobStoreException error)
        {
            Log.Failed(log, error);
        }
    }

    private async Task AnnounceAsync(CancellationToken cancel)
    {
        // While the brokers are away the messages wait in the outbox and are not lost: more of them would only pile up.
        long? head = await jobs.ReadOutboxAsync(OutboxSinks.Kafka, long.MinValue, 1, cancel) is [var first] ? first.Id : null;
        bool stuck = head is not null && head == _head;
        _head = head;
        if (stuck)
            return;
        int written = await jobs.AnnounceAsync(time.GetUtcNow() - MessageLost, MostAnnounced, cancel);
        if (written > 0)
            Log.Announced(log, written, MessageLost.TotalMinutes);
    }

    private async Task DeleteAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.RetentionDays);
        int gone = 0;
        // Small ones: others write between them.
        while (await jobs.DeleteEndedAsync(before, Batch, cancel) is > 0 and var some)
            gone += some;
        if (gone > 0)
            Log.Deleted(log, gone, options.RetentionDays);
    }
}
