using System.Diagnostics;
using Argus.Benchmarks.EndToEnd;

namespace Argus.Benchmarks.Gateway;

/// <summary>Requests at a steady rate, spread over connections.</summary>
internal static class PacedLoop
{
    private const int Connections = 16;

    /// <summary>Runs for a while, and tells how long each answer took, in seconds.</summary>
    /// <param name="port">Of the server, on loopback.</param>
    /// <param name="request">Head and body.</param>
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="duration">How long.</param>
    public static List<double> Run(int port, byte[] request, int perSecond, TimeSpan duration)
    {
        using var loop = new HttpLoop(port, Environment.ProcessId, request, Connections);
        var latencies = Enumerable.Range(0, Connections).Select(_ => new List<double>()).ToArray();
        long start = Stopwatch.GetTimestamp(), end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        double every = (double)Connections / perSecond * Stopwatch.Frequency;
        using var broken = new ManualResetEvent(false);
        var threads = Enumerable.Range(0, Connections).Select(t => Task.Factory.StartNew(
            () =>
            {
                try
                {
                    // Each connection a part of the interval after the one before.
                    for (double due = start + every * t / Connections; due < end; due += every)
                    {
                        // Until it is due, or one of the others has failed: then no figure would be worth anything.
                        if (broken.WaitOne(TimeSpan.FromSeconds(Math.Max(0, (due - Stopwatch.GetTimestamp()) / Stopwatch.Frequency))))
                            return;
                        long begin = Stopwatch.GetTimestamp();
                        loop.Ask(t);
                        latencies[t].Add((Stopwatch.GetTimestamp() - begin) / (double)Stopwatch.Frequency);
                    }
                }
                catch
                {
                    broken.Set();
                    throw;
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        Task.WaitAll(threads);
        return [.. latencies.SelectMany(l => l)];
    }
}
