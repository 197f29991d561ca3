namespace Argus.ServiceDefaults.Metrics;

/// <summary>One value with its labels; a histogram has buckets too. Safe for concurrent use.</summary>
internal sealed class Series(double[]? bounds)
{
    private readonly long[] _buckets = bounds is null ? [] : new long[bounds.Length + 1];
    private double _sum;

    /// <summary>The value, or the sum of a histogram.</summary>
    public double Value => Volatile.Read(ref _sum);

    public void Set(double value) => Volatile.Write(ref _sum, value);

    public void Add(double value)
    {
        double before = Volatile.Read(ref _sum);
        while (true)
        {
            double seen = Interlocked.CompareExchange(ref _sum, before + value, before);
            if (seen.Equals(before))
                return;
            before = seen;
        }
    }

    public void Observe(double value)
    {
        int bucket = 0;
        while (bucket < bounds!.Length && value > bounds[bucket])
            bucket++;
        Interlocked.Increment(ref _buckets[bucket]);
        Add(value);
    }

    /// <summary>Counts by bucket, not yet summed up; the last is above all bounds.</summary>
    public long[] Buckets()
    {
        long[] counts = new long[_buckets.Length];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = Interlocked.Read(ref _buckets[i]);
        return counts;
    }
}
