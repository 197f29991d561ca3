using Argus.Kube.Api;

namespace Argus.Gateway.Balancing;

/// <summary>What is remembered of a ModelDeployment from one table to the next.</summary>
/// <param name="key">Which one.</param>
internal sealed class Upstream(ObjectKey key)
{
    private int _inFlight;
    private int _held;
    private uint _draws;
    private long _lastRequest = long.MinValue;

    /// <summary>Which one.</summary>
    public ObjectKey Key { get; } = key;

    /// <summary>Requests that came for it and are not yet answered whole, those that wait for a pod included.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests that wait for a pod.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Timestamp of the last request that came or ended.</summary>
    public long LastRequest => Volatile.Read(ref _lastRequest);

    /// <summary>The numbers from 0 to 99 in a mixed order, again and again: a weight is kept exactly, without long runs.</summary>
    public int NextDraw() => (int)(Interlocked.Increment(ref _draws) % 100 * 37 % 100);

    /// <summary>A request came.</summary>
    public void Begin(long now)
    {
        Interlocked.Increment(ref _inFlight);
        Volatile.Write(ref _lastRequest, now);
    }

    /// <summary>A request ended.</summary>
    public void End(long now)
    {
        Interlocked.Decrement(ref _inFlight);
        Volatile.Write(ref _lastRequest, now);
    }

    /// <summary>A request begins to wait.</summary>
    public void BeginHold() => Interlocked.Increment(ref _held);

    /// <summary>A request has waited enough.</summary>
    public void EndHold() => Interlocked.Decrement(ref _held);
}
