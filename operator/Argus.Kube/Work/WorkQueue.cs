namespace Argus.Kube.Work;

/// <summary>
/// Keys that wait for work. A key waits at most once, is worked on by one worker at a time, and one that is added while it is worked on comes again after.
/// Later moments (<see cref="AddAfter"/>, <see cref="Retry"/>) share one timer, and a clock that is set changes none of them.
/// </summary>
/// <typeparam name="TKey">What names the work.</typeparam>
public sealed class WorkQueue<TKey>(TimeProvider time) : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly Queue<TKey> _ready = new();
    private readonly HashSet<TKey> _waiting = [];
    private readonly HashSet<TKey> _working = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Dictionary<TKey, TimeSpan> _later = [];
    private readonly PriorityQueue<TKey, TimeSpan> _timeline = new();
    private readonly SemaphoreSlim _available = new(0);
    private ITimer? _timer;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Keys that wait now; later ones are not counted.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Asks for work on a key.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
            AddNeedsLock(key);
    }

    /// <summary>Asks for work on a key at a later moment; the earliest moment asked for counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_lock)
        {
            var due = Now + delay;
            if (_later.TryGetValue(key, out var earlier) && earlier <= due)
                return;
            _later[key] = due;
            _timeline.Enqueue(key, due);
            ArmNeedsLock();
        }
    }

    /// <summary>Asks for work on a key that failed, later each time: after 5 ms, 10 ms, and so on up to two minutes.</summary>
    public void Retry(TKey key)
    {
        int failures;
        lock (_lock)
            failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
        AddAfter(key, TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << Math.Min(failures - 1, 30), LongestDelay.Ticks)));
    }

    /// <summary>Ends the history of failures of a key.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
            _failures.Remove(key);
    }

    /// <summary>Waits for a key. Whoever takes one says <see cref="Done"/> after.</summary>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancel)
    {
        await _available.WaitAsync(cancel);
        lock (_lock)
        {
            var key = _ready.Dequeue();
            _waiting.Remove(key);
            _working.Add(key);
            return key;
        }
    }

    /// <summary>Ends the work on a key.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            _working.Remove(key);
            if (_waiting.Contains(key))
                EnqueueNeedsLock(key);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
            _timer?.Dispose();
        _available.Dispose();
    }

    private void AddNeedsLock(TKey key)
    {
        if (_waiting.Add(key) && !_working.Contains(key))
            EnqueueNeedsLock(key);
    }

    private void EnqueueNeedsLock(TKey key)
    {
        _ready.Enqueue(key);
        _available.Release();
    }

    private void ArmNeedsLock()
    {
        if (!_timeline.TryPeek(out _, out var due))
            return;
        var wait = due - Now;
        _timer ??= time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (_lock)
        {
            var now = Now;
            while (_timeline.TryPeek(out var key, out var due) && due <= now)
            {
                _timeline.Dequeue();
                // An entry that an earlier one has overtaken is stale.
                if (!_later.TryGetValue(key, out var current) || current != due)
                    continue;
                _later.Remove(key);
                AddNeedsLock(key);
            }

            ArmNeedsLock();
        }
    }
}
