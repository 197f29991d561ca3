using System.Diagnostics.Metrics;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;

namespace Argus.Jobs.Upkeep;

/// <summary>What the store holds, as gauges. Counting takes time: it is done when somebody asks for the metrics, and at most every few seconds.</summary>
internal sealed class JobGauges
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Argus.Jobs";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly IJobStore _jobs;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string[] _sinks;
    private readonly Lock _lock = new();
    private JobStatistics? _counted;
    private Task _counting = Task.CompletedTask;
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    public JobGauges(IJobStore jobs, JobsOptions options, IMeterFactory meters, TimeProvider time, ILogger<JobGauges> log)
    {
        (_jobs, _time, _log) = (jobs, time, log);
        _sinks = [.. OutboxSinks.Of(options).Select(sink => sink.Name)];
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("argus.jobs", Jobs, null, "Jobs in the store, by state and task type.");
        meter.CreateObservableGauge("argus.jobs.oldest.pending", OldestPending, "s", "Age of the oldest job that waits, by task type; 0 where none does.");
        meter.CreateObservableGauge("argus.outbox", Outbox, null, "Rows of the outbox by sink: waiting to be sent, or dead.");
        meter.CreateObservableGauge("argus.outbox.oldest", OldestOutbox, "s", "Age of the oldest row that waits to be sent, by sink; 0 where none does.");
    }

    /// <summary>Counts, unless that was done a moment ago; waits a little for it. Where the store cannot count, the gauges say nothing.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        Task counting;
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_counting.IsCompleted && now - _asked >= Fresh)
                (_asked, _counting) = (now, CountAsync());
            counting = _counting;
        }

        try
        {
            await counting.WaitAsync(Patience, _time, cancel);
        }
        catch (TimeoutException)
        {
            // It goes on; the figures of before are shown meanwhile.
        }
    }

    // The caller that hangs up does not break it off for the others.
    private async Task CountAsync()
    {
        try
        {
            _counted = await _jobs.CountAsync(CancellationToken.None);
        }
        catch (JobStoreException error)
        {
            _counted = null;
            Log.NotCounted(_log, error);
        }
    }

    private IEnumerable<Measurement<long>> Jobs() => _counted is not { } counted
        ? []
        : from state in Enum.GetValues<JobState>()
          from task in JobTasks.All
          let count = counted.Jobs.FirstOrDefault(j => j.State == state && j.TaskType == task)?.Count ?? 0
          select new Measurement<long>(count, new("state", NameOf(state)), new("task", task));

    private IEnumerable<Measurement<double>> OldestPending() => _counted is not { } counted
        ? []
        : from task in JobTasks.All
          let oldest = counted.Jobs.FirstOrDefault(j => j.State == JobState.Pending && j.TaskType == task)?.OldestCreatedAt
          select new Measurement<double>(Age(oldest), new KeyValuePair<string, object?>("task", task));

    private IEnumerable<Measurement<long>> Outbox() =>
        from sink in Sinks()
        from row in new[] { ("waiting", sink.Waiting), ("dead", sink.Dead) }
        select new Measurement<long>(row.Item2, new("sink", sink.Sink), new("state", row.Item1));

    private IEnumerable<Measurement<double>> OldestOutbox() =>
        from sink in Sinks()
        select new Measurement<double>(Age(sink.OldestAt), new KeyValuePair<string, object?>("sink", sink.Sink));

    // Those of the settings also where they have no rows: a series that is not there raises no alarm.
    private IEnumerable<OutboxCount> Sinks() => _counted is not { } counted
        ? []
        : counted.Outbox.Concat(_sinks.Except(counted.Outbox.Select(sink => sink.Sink)).Select(name => new OutboxCount(name, 0, 0, null)));

    private double Age(DateTimeOffset? since) => since is { } moment ? Math.Max(0, (_time.GetUtcNow() - moment).TotalSeconds) : 0;

    private static string NameOf(JobState state) => state == JobState.SyncFailed ? "sync_failed" : state.ToString().ToLowerInvariant();
}
