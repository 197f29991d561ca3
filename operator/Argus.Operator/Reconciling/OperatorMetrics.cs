using System.Diagnostics.Metrics;

namespace Argus.Operator.Reconciling;

/// <summary>What the operator counts.</summary>
internal sealed class OperatorMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Argus.Operator";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _errors;

    public OperatorMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _duration = _meter.CreateHistogram<double>("argus.reconcile.duration", "s", "Time of one look at a ModelDeployment, its writes included.");
        _errors = _meter.CreateCounter<long>("argus.reconcile.errors", null, "Looks that failed and are tried again.");
    }

    /// <summary>Adds a look.</summary>
    public void Reconciled(TimeSpan duration, bool failed)
    {
        _duration.Record(duration.TotalSeconds);
        if (failed)
            _errors.Add(1);
    }

    /// <summary>Tells from now on how long the queue is, and whether this replica leads.</summary>
    public void Observe(Func<int> depth, Func<bool> isLeader)
    {
        _meter.CreateObservableGauge("argus.queue.depth", depth, null, "ModelDeployments that wait to be looked at.");
        _meter.CreateObservableGauge("argus.leader", () => isLeader() ? 1 : 0, null, "1 where this replica leads.");
    }
}
