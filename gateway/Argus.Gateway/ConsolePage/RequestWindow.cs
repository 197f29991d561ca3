namespace Argus.Gateway.ConsolePage;

/// <summary>The requests of the last minute, as counts: of fixed size, and without allocation when one is added.</summary>
/// <param name="time">Clock.</param>
internal sealed class RequestWindow(TimeProvider time)
{
    /// <summary>How far it looks back.</summary>
    public const int Seconds = 60;

    // Rates of so many whole seconds: short enough to follow, long enough not to jump.
    private const int RateSeconds = 10;

    // The second under way, and those before it.
    private const int Slots = Seconds + 1;
    private const int Refused = 0;
    private const int Failed = 1;
    private const int FirstTime = 2;

    // Four steps to the double, from a quarter of a millisecond to a minute: a time is told to within 9 %.
    private const int Steps = 4;
    private const double Shortest = 0.25;
    private const int Times = 73;
    private const int Width = FirstTime + Times;

    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[Slots * Width];
    private readonly long[] _seconds = new long[Slots];

    /// <summary>A request has been answered.</summary>
    /// <param name="elapsed">From the request to the end of its answer.</param>
    /// <param name="status">Status code.</param>
    public void Add(TimeSpan elapsed, int status)
    {
        long second = Now;
        int step = elapsed.TotalMilliseconds <= Shortest ? 0 : (int)Math.Ceiling(Math.Log2(elapsed.TotalMilliseconds / Shortest) * Steps);
        lock (_lock)
        {
            var slot = SlotNeedsLock(second);
            slot[FirstTime + Math.Min(step, Times - 1)]++;
            if (status >= 500)
                slot[Failed]++;
            else if (status >= 400)
                slot[Refused]++;
        }
    }

    /// <summary>What there is now.</summary>
    public WindowFigures Read()
    {
        long now = Now;
        Span<int> sum = stackalloc int[Width];
        int recent = 0;
        lock (_lock)
        {
            for (int i = 0; i < Slots; i++)
            {
                long age = now - _seconds[i];
                if (age is < 0 or >= Slots)
                    continue;
                int requests = AddTo(sum, _counts.AsSpan(i * Width, Width));
                if (age is > 0 and <= RateSeconds)
                    recent += requests;
            }
        }

        var times = sum[FirstTime..];
        int count = 0;
        foreach (int one in times)
            count += one;
        return new WindowFigures(count, (double)recent / RateSeconds, Quantile(times, count, 0.5), Quantile(times, count, 0.95), sum[Refused], sum[Failed]);
    }

    // Counted from 1, so that slots that were never used are old.
    private long Now => time.GetTimestamp() / time.TimestampFrequency + 1 + Slots;

    private Span<int> SlotNeedsLock(long second)
    {
        int index = (int)(second % Slots);
        var slot = _counts.AsSpan(index * Width, Width);
        if (_seconds[index] != second)
        {
            slot.Clear();
            _seconds[index] = second;
        }

        return slot;
    }

    private static int AddTo(Span<int> sum, ReadOnlySpan<int> slot)
    {
        int requests = 0;
        for (int i = 0; i < Width; i++)
        {
            sum[i] += slot[i];
            if (i >= FirstTime)
                requests += slot[i];
        }

        return requests;
    }

    // The middle of the step that holds it.
    private static double? Quantile(ReadOnlySpan<int> times, int count, double share)
    {
        if (count == 0)
            return null;
        int left = (int)Math.Ceiling(count * share);
        int step = 0;
        while ((left -= times[step]) > 0)
            step++;
        return Math.Round(Shortest * Math.Pow(2, (step - 0.5) / Steps), 3);
    }
}
