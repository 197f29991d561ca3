namespace Argus.Gateway.Limits;

/// <summary>
/// Lets requests pass at a steady rate, with some at once after a rest. One number says all: when the next request would be due if none had come early (the generic cell rate algorithm).
/// The base library's limiter has a clock of its own, a timer each and an object a request.
/// </summary>
internal sealed class RateGate
{
    private readonly TimeProvider _time;
    private readonly long _interval;
    private readonly long _tolerance;
    private long _due;

    /// <param name="perSecond">Requests a second, above 0.</param>
    /// <param name="burst">Requests at once after a rest, at least 1.</param>
    /// <param name="time">Clock.</param>
    public RateGate(double perSecond, int burst, TimeProvider time)
    {
        _time = time;
        _interval = Math.Max(1, (long)(time.TimestampFrequency / perSecond));
        _tolerance = _interval * (burst - 1);
        _due = time.GetTimestamp();
    }

    /// <summary>Whether nothing is owed: a new gate would let as much pass.</summary>
    public bool IsRested => Volatile.Read(ref _due) <= _time.GetTimestamp();

    /// <summary>Lets one pass.</summary>
    /// <param name="wait">Where it may not: when one would.</param>
    public bool TryPass(out TimeSpan wait)
    {
        long now = _time.GetTimestamp();
        while (true)
        {
            long due = Volatile.Read(ref _due);
            long early = due - now - _tolerance;
            if (early > 0)
            {
                wait = TimeSpan.FromSeconds((double)early / _time.TimestampFrequency);
                return false;
            }

            if (Interlocked.CompareExchange(ref _due, Math.Max(due, now) + _interval, due) == due)
            {
                wait = TimeSpan.Zero;
                return true;
            }
        }
    }
}
