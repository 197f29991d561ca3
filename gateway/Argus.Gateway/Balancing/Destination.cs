using Argus.Gateway.Routing;

namespace Argus.Gateway.Balancing;

/// <summary>One pod, for as long as it has its address: how much it has to do, and whether it can be reached.</summary>
/// <param name="address">Where it takes requests.</param>
/// <param name="time">Clock.</param>
internal sealed class Destination(Address address, TimeProvider time)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private int _inFlight;
    private int _failures;
    private long _restsUntil;
    private long _answeredAt = time.GetTimestamp();

    /// <summary>Where it takes requests.</summary>
    public Address Address { get; } = address;

    /// <summary>What paths are appended to.</summary>
    public string Prefix { get; } = $"http://{address}";

    /// <summary>Requests sent to it by this gateway and not yet answered whole.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Failures since it last answered.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Whether it failed and is left in peace for now.</summary>
    public bool IsResting => Volatile.Read(ref _restsUntil) > time.GetTimestamp();

    /// <summary>Time since it last answered anything.</summary>
    public TimeSpan SinceAnswer => time.GetElapsedTime(Volatile.Read(ref _answeredAt));

    /// <summary>A request goes out to it.</summary>
    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>The request has ended, however.</summary>
    public void End() => Interlocked.Decrement(ref _inFlight);

    /// <summary>It answered: whatever it said, it is there.</summary>
    public void Answered()
    {
        Volatile.Write(ref _answeredAt, time.GetTimestamp());
        if (Volatile.Read(ref _failures) == 0)
            return;
        Volatile.Write(ref _restsUntil, 0);
        Volatile.Write(ref _failures, 0);
    }

    /// <summary>It could not be reached or broke off: it rests, longer each time.</summary>
    public void Failed()
    {
        int failures = Interlocked.Increment(ref _failures);
        var rest = TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, FirstRest.Ticks << Math.Min(failures - 1, 10)));
        Volatile.Write(ref _restsUntil, time.GetTimestamp() + (long)(rest.TotalSeconds * time.TimestampFrequency));
    }
}
