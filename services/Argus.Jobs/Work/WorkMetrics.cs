using System.Diagnostics.Metrics;
using Argus.Data.Jobs;

namespace Argus.Jobs.Work;

/// <summary>What the worker counts.</summary>
internal sealed class WorkMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Argus.Jobs";

    private readonly Meter _meter;
    private readonly int _attempts;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _stage;

    public WorkMetrics(IMeterFactory meters, JobStoreOptions options)
    {
        _attempts = options.Attempts;
        _meter = meters.Create(MeterName);
        _ended = _meter.CreateCounter<long>("argus.jobs.ended", null, "Jobs that ended, by task and state: completed, error, sync_failed.");
        _retries = _meter.CreateCounter<long>("argus.jobs.retries", null, "Attempts that failed and are followed by another, by task.");
        _lost = _meter.CreateCounter<long>("argus.jobs.leases.lost", null, "Jobs that were cancelled or became another worker's while this one worked on them, by task.");
        _wait = _meter.CreateHistogram<double>("argus.jobs.wait", "s", "Time from a job's creation to its first claim, by task.");
        _stage = _meter.CreateHistogram<double>("argus.jobs.stage.duration", "s", "Time of one job in each stage: fetch, infer, store, deliver.");
    }

    /// <summary>Tells from now on how many jobs are in hand, and how many messages wait in Kafka by topic.</summary>
    public void Observe(Func<int> inFlight, Func<IReadOnlyDictionary<string, long>> lag)
    {
        _meter.CreateObservableGauge("argus.jobs.in_flight", inFlight, null, "Jobs that this process works on.");
        _meter.CreateObservableGauge("argus.jobs.lag", () => lag().Select(t => new Measurement<long>(t.Value, Tag("topic", t.Key))), null, "Messages that this process has still to finish, by topic.");
    }

    /// <summary>A job was claimed.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">When.</param>
    public void Claimed(Job job, DateTimeOffset now)
    {
        // The first claim of all.
        if (job.Fence == 1)
            _wait.Record(Math.Max(0, (now - job.CreatedAt).TotalSeconds), Tag("task", job.TaskType));
    }

    /// <summary>An attempt ended, and the store has it.</summary>
    public void Ended(Job job, JobOutcome outcome)
    {
        if (StateOf(job, outcome) is { } state)
            _ended.Add(1, Tag("task", job.TaskType), Tag("state", state));
        else if (outcome.Ending is JobEnding.Retry or JobEnding.Postponed)
            _retries.Add(1, Tag("task", job.TaskType));
    }

    /// <summary>The right to a job was lost.</summary>
    public void Lost(Job job) => _lost.Add(1, Tag("task", job.TaskType));

    /// <summary>A stage of a job took so long.</summary>
    public void Stage(string stage, TimeSpan taken) => _stage.Record(taken.TotalSeconds, Tag("stage", stage));

    /// <summary>The state that an outcome ends a job in; null where it does not end it, or had ended it before.</summary>
    private string? StateOf(Job job, JobOutcome outcome) => outcome.Ending switch
    {
        JobEnding.Completed => "completed",
        JobEnding.SyncFailed => job.SyncAttempts == 0 ? "sync_failed" : null,
        JobEnding.Failed => "error",
        JobEnding.Retry when job.SyncAttempts == 0 && job.Attempts >= _attempts => "error",
        _ => null,
    };

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
