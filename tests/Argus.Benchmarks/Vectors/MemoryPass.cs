using System.Diagnostics;
using System.Runtime.Intrinsics;
using Argus.Data.Vectors.Embedded;

namespace Argus.Benchmarks.Vectors;

/// <summary>
/// How fast this machine reads memory, with a number of threads: the sum of gigabytes of numbers, on huge pages as the store has them. Each thread
/// reads four places of its portion at a time: of one, two, four and eight, in portions of 128 KiB to 2 MiB, that was the fastest.
/// </summary>
internal sealed unsafe class MemoryPass(long bytes, int threads)
{
    private const int Portion = 2 * 1024 * 1024;
    private const int Quarter = Portion / sizeof(long) / 4;
    private readonly RowMemory _memory = new(bytes);
    private long _sum;

    /// <summary>Seconds of a pass over the first so many bytes.</summary>
    public double Measure(long first)
    {
        long start = Stopwatch.GetTimestamp();
        Run(first, portion => Interlocked.Add(ref _sum, Sum(portion)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        GC.KeepAlive(_memory);
        return seconds;
    }

    /// <summary>Writes all of it once, which makes it real.</summary>
    public void Fill() => Run(bytes, portion => new Span<byte>(portion, Portion).Fill(1));

    private delegate void Take(byte* portion);

    private void Run(long first, Take take)
    {
        int next = 0;
        Task.WaitAll([.. Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            while (Interlocked.Increment(ref next) - 1 is var portion && (portion + 1L) * Portion <= first)
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
        for (int i = 0; i < Quarter; i += 8)
        {
            a += Vector256.Load(numbers + i) + Vector256.Load(numbers + i + 4);
            b += Vector256.Load(numbers + Quarter + i) + Vector256.Load(numbers + Quarter + i + 4);
            c += Vector256.Load(numbers + 2 * Quarter + i) + Vector256.Load(numbers + 2 * Quarter + i + 4);
            d += Vector256.Load(numbers + 3 * Quarter + i) + Vector256.Load(numbers + 3 * Quarter + i + 4);
        }

        return Vector256.Sum(a + b + c + d);
    }
}
