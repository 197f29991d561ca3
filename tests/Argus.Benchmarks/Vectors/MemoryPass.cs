using System.Diagnostics;
using System.Runtime.Intrinsics;
using Argus.Data.Vectors.Embedded;

namespace Argus.Benchmarks.Vectors;

/// <summary>How fast this machine reads memory in a row, with a number of threads: the sum of many gigabytes of numbers, on huge pages as the store has them.</summary>
internal sealed unsafe class MemoryPass(long bytes, int threads)
{
    private const int Portion = 8 * 1024 * 1024;
    private readonly RowMemory _memory = new(bytes);
    private long _sum;

    /// <summary>Seconds of the fastest of some passes over all of it.</summary>
    public double Measure(int passes)
    {
        new Span<byte>(_memory.Start, Portion).Fill(1);
        Run(portion => new Span<byte>(portion, Portion).Fill(1));
        double best = double.MaxValue;
        for (int i = 0; i < passes; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Run(portion => Interlocked.Add(ref _sum, Sum(portion)));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        GC.KeepAlive(_memory);
        return best;
    }

    private delegate void Take(byte* portion);

    private void Run(Take take)
    {
        int next = 0;
        Task.WaitAll([.. Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            while (Interlocked.Increment(ref next) - 1 is var portion && (portion + 1L) * Portion <= bytes)
                take(_memory.Start + portion * (long)Portion);
        }))]);
    }

    private static long Sum(byte* portion)
    {
        var a = Vector256<long>.Zero;
        var b = a;
        var c = a;
        var d = a;
        var numbers = (long*)portion;
        for (int i = 0; i < Portion / sizeof(long); i += 16)
        {
            a += Vector256.Load(numbers + i);
            b += Vector256.Load(numbers + i + 4);
            c += Vector256.Load(numbers + i + 8);
            d += Vector256.Load(numbers + i + 12);
        }

        return Vector256.Sum(a + b + c + d);
    }
}
