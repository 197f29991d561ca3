using System.Diagnostics.Metrics;

namespace Argus.Inference.Scheduling;

/// <summary>What a pool tells the outside, under the meter <c>Argus.Inference</c>.</summary>
internal sealed class PoolMetrics : IDisposable
{
    public const string MeterName = "Argus.Inference";

    private static readonly InstrumentAdvice<double> WaitBuckets = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _wait;
    private readonly Counter<long> _refused;

    public PoolMetrics(WorkerPool pool)
    {
        _wait = _meter.CreateHistogram("argus.inference.queue.wait", "s", "Time that work waited before a worker began it.", advice: WaitBuckets);
        _refused = _meter.CreateCounter<long>("argus.inference.refused", "{request}", "Work that was not done, by reason.");
        _meter.CreateObservableGauge("argus.inference.queue.length", () => pool.QueueLength, "{request}", "Work that waits.");
        _meter.CreateObservableGauge("argus.inference.in_flight", () => pool.InFlight, "{request}", "Work that is under way.");
        _meter.CreateObservableGauge("argus.inference.workers", () => pool.Options.Workers, "{thread}", "Worker threads.");
    }

    public void Begun(TimeSpan wait) => _wait.Record(wait.TotalSeconds);

    public void Refused(Admission reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", Name(reason)));

    public void Dispose() => _meter.Dispose();

    public static string Name(Admission reason) => reason switch
    {
        Admission.QueueFull => "queue_full",
        Admission.DeadlineTooClose => "deadline_too_close",
        Admission.DeadlinePassed => "deadline_passed",
        _ => "stopping",
    };
}
