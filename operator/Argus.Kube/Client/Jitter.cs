namespace Argus.Kube.Client;

/// <summary>Spreads waiting times, so that clients that failed together do not come back together. Can be shared by threads.</summary>
public sealed class Jitter(Random random)
{
    private readonly Lock _lock = new();

    /// <summary>From <paramref name="least"/> to that and <paramref name="share"/> more.</summary>
    public TimeSpan Above(TimeSpan least, double share)
    {
        lock (_lock)
            return least * (1 + (share * random.NextDouble()));
    }

    /// <summary><paramref name="first"/> doubled with every failure up to <paramref name="most"/>; a part of it is left to chance.</summary>
    /// <param name="failures">Failures in a row before this one.</param>
    public TimeSpan BackOff(int failures, TimeSpan first, TimeSpan most)
    {
        var full = first * Math.Pow(2, Math.Min(failures, 30));
        return Above((full < most ? full : most) / 1.25, 0.25);
    }
}
