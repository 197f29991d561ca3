using System.Threading.Channels;
using Argus.Kube.Api;

namespace Argus.Operator.Reconciling;

/// <summary>
/// Keys that wait for a worker. A key waits at most once, has at most one worker, and is never lost: what is added while it is worked on comes
/// again after that.
/// </summary>
internal sealed class WorkQueue(TimeProvider time)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly Channel<ObjectKey> _ready = Channel.CreateUnbounded<ObjectKey>();
    private readonly HashSet<ObjectKey> _waiting = [];
    private readonly Dictionary<ObjectKey, bool> _running = [];
    private readonly Dictionary<ObjectKey, Later> _later = [];
    private readonly Dictionary<ObjectKey, int> _failures = [];

    /// <summary>Keys that wait for a worker now.</summary>
    public int Depth
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Has the key worked on as soon as possible.</summary>
    public void Add(ObjectKey key)
    {
        lock (_lock)
            AddNeedsLock(key);
    }

    /// <summary>Has the key worked on after a while, or sooner where it was asked for sooner.</summary>
    public void AddAfter(ObjectKey key, TimeSpan wait)
    {
        lock (_lock)
        {
            var due = time.GetUtcNow() + wait;
            if (_later.TryGetValue(key, out var planned))
            {
                if (planned.Due <= due)
                    return;
                planned.Timer.Dispose();
            }

            _later[key] = new Later(due, time.CreateTimer(_ => Wake(key, due), null, wait, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>Has the key worked on again after a failure: the more failures in a row, the later.</summary>
    public void AddFailed(ObjectKey key)
    {
        int failures;
        lock (_lock)
            failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
        AddAfter(key, BackOff(failures));
    }

    /// <summary>Forgets the failures of a key.</summary>
    public void Succeeded(ObjectKey key)
    {
        lock (_lock)
            _failures.Remove(key);
    }

    /// <summary>The next key; the caller is its one worker until <see cref="Done"/>.</summary>
    public async ValueTask<ObjectKey> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            _waiting.Remove(key);
            _running[key] = false;
        }

        return key;
    }

    /// <summary>Ends the work on a key.</summary>
    public void Done(ObjectKey key)
    {
        lock (_lock)
        {
            if (_running.Remove(key, out bool again) && again)
                AddNeedsLock(key);
        }
    }

    /// <summary>Wait after this many failures in a row.</summary>
    internal static TimeSpan BackOff(int failures)
    {
        double wait = FirstBackOff.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 20));
        return wait < LongestBackOff.TotalMilliseconds ? TimeSpan.FromMilliseconds(wait) : LongestBackOff;
    }

    private void AddNeedsLock(ObjectKey key)
    {
        if (_running.ContainsKey(key))
            _running[key] = true;
        else if (_waiting.Add(key))
            _ready.Writer.TryWrite(key);
    }

    private void Wake(ObjectKey key, DateTimeOffset due)
    {
        lock (_lock)
        {
            // A timer that was replaced while it fired has nothing to say.
            if (!_later.TryGetValue(key, out var planned) || planned.Due != due)
                return;
            planned.Timer.Dispose();
            _later.Remove(key);
            AddNeedsLock(key);
        }
    }

    private sealed record Later(DateTimeOffset Due, ITimer Timer);
}
