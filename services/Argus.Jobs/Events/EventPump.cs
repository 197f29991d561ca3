using Argus.Data.Jobs;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Outbox;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Events;

/// <summary>Carries the rows of one sink out for as long as the process runs.</summary>
/// <param name="sink">Where they go.</param>
/// <param name="jobs">Where they are.</param>
/// <param name="options">Settings.</param>
/// <param name="time">The clock.</param>
/// <param name="log">For faults.</param>
/// <param name="begin">Nothing is sent before it has ended; null: at once.</param>
internal sealed class EventPump(IEventSink sink, IJobStore jobs, JobsOptions options, TimeProvider time, ILogger<OutboxPump> log, Task? begin = null) : BackgroundService
{
    // One for each pump of each run: another process must not take the right to publish for its own.
    private readonly string _holder = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await sink.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (begin is not null)
            await begin.WaitAsync(stoppingToken);
        var pump = new OutboxPump(sink, Source(), Settings(), time, new Random(), log);
        // Neither begins on the thread that starts the host.
        await Task.WhenAll(Task.Run(() => pump.RunAsync(stoppingToken), CancellationToken.None), WakeAsync(pump, stoppingToken));
    }

    private async Task WakeAsync(OutboxPump pump, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var next = jobs.Signals.Outbox.Next;
                pump.Wake();
                await next.WaitAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    // As quick to take over what a dead process published as what it worked on.
    private OutboxPumpOptions Settings()
    {
        var defaults = new OutboxPumpOptions();
        return options.Jobs.Lease / 2 < defaults.Lease ? defaults with { Lease = options.Jobs.Lease / 2 } : defaults;
    }

    private OutboxSource Source() => new()
    {
        LeaseAsync = (duration, cancel) => jobs.LeaseOutboxAsync(sink.Name, _holder, duration, cancel),
        ReleaseAsync = cancel => jobs.ReleaseOutboxAsync(sink.Name, _holder, cancel),
        ReadAsync = (after, max, cancel) => jobs.ReadOutboxAsync(sink.Name, after, max, cancel),
        AcknowledgeAsync = jobs.AcknowledgeOutboxAsync,
    };
}
