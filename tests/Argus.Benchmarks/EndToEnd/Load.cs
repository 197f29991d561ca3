using System.Diagnostics;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>Something that finishes one picture a call, on several threads at once.</summary>
internal abstract class Load : IDisposable
{
    public abstract string Name { get; }

    public abstract int InFlight { get; }

    /// <summary>Finishes one picture on one of the threads.</summary>
    protected abstract void One(int thread);

    /// <summary>Process that does the inference.</summary>
    protected virtual int ProcessId => Environment.ProcessId;

    public virtual void Dispose()
    {
    }

    /// <summary>Runs for a while on <see cref="InFlight"/> threads.</summary>
    public Measurement Run(TimeSpan duration)
    {
        var latencies = new List<double>[InFlight];
        double cpu = ProcessFigures.CpuSeconds(ProcessId);
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var threads = Enumerable.Range(0, InFlight).Select(t => new Thread(() =>
        {
            var own = latencies[t] = [];
            for (long begin = Stopwatch.GetTimestamp(); begin < end;)
            {
                One(t);
                long now = Stopwatch.GetTimestamp();
                own.Add((now - begin) / (double)Stopwatch.Frequency);
                begin = now;
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var all = latencies.SelectMany(l => l).ToList();
        return new Measurement(all.Count, seconds, ProcessFigures.CpuSeconds(ProcessId) - cpu, ProcessFigures.PeakBytes(ProcessId), all);
    }
}
