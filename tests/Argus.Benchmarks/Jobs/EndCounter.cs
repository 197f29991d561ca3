using System.Diagnostics;
using System.Diagnostics.Metrics;
using Argus.Jobs.Work;

namespace Argus.Benchmarks.Jobs;

/// <summary>Counts the jobs whose end is written, by the service's own metric.</summary>
internal sealed class EndCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private TaskCompletionSource<long>? _reached;
    private long _count;
    private long _wanted;

    public EndCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == WorkMetrics.MeterName && instrument.Name == "argus.jobs.ended")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, number, _, _) => Add(number));
        _listener.Start();
    }

    /// <summary>When so many more have ended than now; to be asked while nothing ends.</summary>
    /// <returns>A timestamp of <see cref="Stopwatch"/>.</returns>
    public Task<long> AfterAsync(long more)
    {
        _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _wanted, Interlocked.Read(ref _count) + more);
        return _reached.Task;
    }

    public void Dispose() => _listener.Dispose();

    private void Add(long number)
    {
        if (Interlocked.Add(ref _count, number) == Interlocked.Read(ref _wanted))
            _reached?.TrySetResult(Stopwatch.GetTimestamp());
    }
}
