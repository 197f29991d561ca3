using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Argus.ServiceDefaults.Metrics;

/// <summary>All series of one instrument.</summary>
internal sealed class Family
{
    private const int MaxSeries = 500;

    /// <summary>Seconds, from a tenth of a millisecond: inference takes milliseconds, not the seconds of a web page that instruments advise.</summary>
    private static readonly double[] SecondBounds = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] CountBounds = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    private readonly bool _sets;
    private readonly ConcurrentDictionary<LabelSet, Series> _series = new(LabelSetComparer.Instance);
    private readonly ConcurrentDictionary<LabelSet, Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _byTags;

    public Family(Instrument instrument)
    {
        Kind = KindOf(instrument);
        Bounds = Kind != FamilyKind.Histogram ? null : instrument.Unit == "s" ? SecondBounds : CountBounds;
        Name = PrometheusText.MetricName(instrument.Name, instrument.Unit, Kind);
        Help = instrument.Description ?? "";
        IsObservable = instrument.IsObservable;
        // An observation and a plain gauge replace the value; counters and up-down counters add to it.
        _sets = IsObservable || instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);
        _byTags = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public string Name { get; }

    public string Help { get; }

    public FamilyKind Kind { get; }

    public double[]? Bounds { get; }

    public bool IsObservable { get; }

    public IEnumerable<KeyValuePair<LabelSet, Series>> Series => _series;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (Kind == FamilyKind.Histogram)
            series.Observe(value);
        else if (_sets)
            series.Set(value);
        else
            series.Add(value);
    }

    /// <summary>Forgets the observed values: what an observable instrument no longer reports is gone.</summary>
    public void ForgetObserved()
    {
        if (IsObservable)
            _series.Clear();
    }

    private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_byTags.TryGetValue(tags, out var series))
            return series;
        var labels = _series.Count < MaxSeries ? new LabelSet(tags.ToArray()) : LabelSet.Overflow;
        return _series.GetOrAdd(labels, static (_, bounds) => new Series(bounds), Bounds);
    }

    private static FamilyKind KindOf(Instrument instrument)
    {
        string type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? FamilyKind.Histogram
            : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? FamilyKind.Counter
            : FamilyKind.Gauge;
    }
}

/// <summary>Types of the text format.</summary>
internal enum FamilyKind
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>Rises and falls.</summary>
    Gauge,

    /// <summary>Counts by bucket.</summary>
    Histogram,
}
