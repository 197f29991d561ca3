using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Argus.ServiceDefaults.Metrics;

/// <summary>
/// Listens to meters by name and holds their values for scrapes. Stands in for an exporter package; recording takes no lock and allocates nothing
/// once a series exists.
/// </summary>
public sealed class MetricsCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Family> _families = [];
    private readonly Lock _scrape = new();

    /// <summary>Starts to listen.</summary>
    /// <param name="scope">The factory whose meters are meant; meters of no factory are too.</param>
    /// <param name="meters">Names of the meters that are exposed.</param>
    public MetricsCollector(object? scope, params IReadOnlyCollection<string> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name) && (instrument.Meter.Scope is null || instrument.Meter.Scope == scope))
                listener.EnableMeasurementEvents(instrument, Track(instrument));
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((Family)state!).Record((double)value, tags));
        _listener.Start();
    }

    /// <summary>Everything in Prometheus text format, observable instruments read now.</summary>
    public string Scrape()
    {
        var text = new StringBuilder(16 * 1024);
        lock (_scrape)
        {
            foreach (var family in _families.Values)
                family.ForgetObserved();
            _listener.RecordObservableInstruments();
            foreach (var family in _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal))
                PrometheusText.Write(text, family);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    // A name may stand once on the page: instruments of one name share their series.
    private Family Track(Instrument instrument)
    {
        var family = new Family(instrument);
        return _families.GetOrAdd(family.Name, family);
    }
}
