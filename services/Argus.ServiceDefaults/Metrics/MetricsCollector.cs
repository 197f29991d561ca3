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
    private readonly ConcurrentQueue<Family> _families = new();
    private readonly Lock _scrape = new();

    /// <summary>Starts to listen.</summary>
    /// <param name="meters">Names of the meters that are exposed.</param>
    public MetricsCollector(params IReadOnlyCollection<string> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name))
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
            foreach (var family in _families)
                family.ForgetObserved();
            _listener.RecordObservableInstruments();
            // A name may be written once only: two meters with one instrument name would make the page unreadable.
            foreach (var family in _families.DistinctBy(f => f.Name))
                PrometheusText.Write(text, family);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private Family Track(Instrument instrument)
    {
        var family = new Family(instrument);
        _families.Enqueue(family);
        return family;
    }
}
