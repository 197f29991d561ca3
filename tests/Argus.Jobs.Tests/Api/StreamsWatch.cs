using System.Diagnostics.Metrics;
using Argus.Testing.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.Jobs.Tests.Api;

/// <summary>Waits for the metric of a host to tell that a stream of events has ended.</summary>
internal sealed class StreamsWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Signal _told = new();
    private long _ended;

    public StreamsWatch(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other hosts of the same test run have meters of the same name.
            if (instrument.Name == "argus.jobs.event_streams" && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            Interlocked.Add(ref _ended, change < 0 ? 1 : 0);
            _told.Set();
        });
        _listener.Start();
    }

    public Task UntilOneEndsAsync() => _told.UntilAsync(() => Volatile.Read(ref _ended) > 0, TimeSpan.FromSeconds(30), () => "No stream has ended.");

    public void Dispose() => _listener.Dispose();
}
