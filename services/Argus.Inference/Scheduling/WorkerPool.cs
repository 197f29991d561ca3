namespace Argus.Inference.Scheduling;

/// <summary>
/// Threads that infer, with a bounded queue before them, ordered by priority and then by arrival. Work that cannot make its deadline is
/// refused when it comes; a caller that hangs up frees its place. Safe for concurrent use.
/// </summary>
public sealed class WorkerPool : IAsyncDisposable
{
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly WorkQueue _queue = new();

    // Whoever idled last is called first: its caches are the warmest. Never empty and the queue not empty at once.
    private readonly Stack<Worker> _idle;
    private readonly WaitEstimate _estimate;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _alarm;
    private readonly PoolMetrics _metrics;
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _alarmAt = TimeSpan.MaxValue;
    private int _threads;
    private int _inFlight;
    private bool _stopping;

    /// <summary>Starts the threads.</summary>
    public WorkerPool(WorkerPoolOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.QueueCapacity);
        (Options, _time, _start, _threads) = (options, time, time.GetTimestamp(), options.Workers);
        _estimate = new WaitEstimate(options.Workers);
        _idle = new Stack<Worker>(options.Workers);
        _metrics = new PoolMetrics(this);
        _alarm = time.CreateTimer(static pool => ((WorkerPool)pool!).DropLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (int i = 0; i < options.Workers; i++)
        {
            var worker = new Worker();
            // Idle before its thread runs: work that comes right after the constructor finds it.
            _idle.Push(worker);
            new Thread(() => Work(worker)) { IsBackground = true, Name = $"inference {i}" }.Start();
        }
    }

    /// <summary>The options in force.</summary>
    public WorkerPoolOptions Options { get; }

    /// <summary>Work that waits now.</summary>
    public int QueueLength
    {
        get
        {
            lock (_lock)
                return _queue.Count;
        }
    }

    /// <summary>Work that is under way now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Runs <paramref name="work"/> on a worker thread.</summary>
    /// <param name="work">Synchronous work; gets a token that is cancelled when the caller hangs up or the pool will wait no longer.</param>
    /// <param name="priority">0 to 10, higher first.</param>
    /// <param name="deadline">Moment after which the answer is of no use, or null for the default; at most a day from now.</param>
    /// <param name="cancel">Cancelled when the caller hangs up: queued work leaves at once, work under way when it looks at its token.</param>
    /// <returns>Refused at once where the queue is full or the deadline cannot be met; else the result when it is there.</returns>
    /// <exception cref="OperationCanceledException">The caller hung up.</exception>
    /// <exception cref="Exception">What <paramref name="work"/> threw.</exception>
    public ValueTask<WorkResult<T>> RunAsync<T>(Func<CancellationToken, T> work, int priority, DateTimeOffset? deadline, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(priority);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, WorkQueue.HighestPriority);
        var item = new WorkItem<T>(work, priority, cancel) { Arrived = Now };
        var patience = deadline is { } moment ? moment - _time.GetUtcNow() : Options.DefaultDeadline;
        item.Deadline = item.Arrived + (patience < LongestDeadline ? patience : LongestDeadline);
        // Before it is queued: afterwards a worker may have ended it already, and the registration would stay.
        if (cancel.CanBeCanceled)
            item.HangUp = cancel.UnsafeRegister(static state => Leave(state!), (this, (WorkItem)item));
        Offer(item);
        return new(item.Task);
    }

    /// <summary>
    /// Runs <paramref name="body"/> for 0 to <paramref name="count"/> - 1 on the calling thread and on workers that are idle now, and returns
    /// when all are done. Never waits for a busy worker. After an exception no further item is begun, and the first one is thrown.
    /// </summary>
    public void Spread(int count, Action<int> body)
    {
        if (count > 1 && Recruit(count, body) is { } group)
        {
            group.Lead();
            return;
        }

        for (int i = 0; i < count; i++)
            body(i);
    }

    /// <summary>
    /// Takes no new work and waits for what is under way and queued, but no longer than the options say: then what is queued is refused, and
    /// the tokens of what is under way are cancelled.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_stopping)
                return;
            _stopping = true;
            while (_idle.TryPop(out var worker))
                worker.Call(null);
        }

        try
        {
            await _ended.Task.WaitAsync(Options.DrainTimeout, _time);
        }
        catch (TimeoutException)
        {
            RefuseQueued();
            await _abort.CancelAsync();
        }

        await _alarm.DisposeAsync();
        _metrics.Dispose();
    }

    private static void Leave(object state)
    {
        var (pool, item) = ((WorkerPool, WorkItem))state;
        lock (pool._lock)
        {
            if (!pool._queue.Remove(item))
                return;
        }

        item.Cancel();
    }

    private void Offer(WorkItem item)
    {
        Admission refusal;
        TimeSpan wait;
        lock (_lock)
        {
            if (item.Caller.IsCancellationRequested)
            {
                item.Cancel();
                return;
            }

            wait = _estimate.Wait(_queue.Ahead(item.Priority));
            refusal = RefusalNeedsLock(item, wait);
            if (refusal == Admission.Done)
            {
                if (_idle.TryPop(out var worker))
                    worker.Call(item);
                else
                    EnqueueNeedsLock(item);
                return;
            }
        }

        Refuse(item, refusal, TimeSpan.Zero, refusal == Admission.Stopping ? TimeSpan.Zero : wait);
    }

    private Admission RefusalNeedsLock(WorkItem item, TimeSpan wait)
    {
        if (_stopping)
            return Admission.Stopping;
        if (item.Deadline <= item.Arrived)
            return Admission.DeadlineTooClose;
        // The estimate has no say while a worker idles: one slow picture would lock out all that could correct it.
        if (_idle.Count > 0)
            return Admission.Done;
        if (_queue.Count >= Options.QueueCapacity)
            return Admission.QueueFull;
        return item.Arrived + wait + _estimate.Service > item.Deadline ? Admission.DeadlineTooClose : Admission.Done;
    }

    private void EnqueueNeedsLock(WorkItem item)
    {
        _queue.Enqueue(item);
        SetAlarmNeedsLock(item.Deadline, item.Arrived);
    }

    // One timer for all: it is set for the earliest deadline, and stays when that item leaves.
    private void SetAlarmNeedsLock(TimeSpan deadline, TimeSpan now)
    {
        if (deadline >= _alarmAt)
            return;
        _alarmAt = deadline;
        // Timers count whole milliseconds: one more, so as not to come too early.
        _alarm.Change(deadline - now + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void DropLate()
    {
        lock (_lock)
        {
            var now = Now;
            _alarmAt = TimeSpan.MaxValue;
            foreach (var item in _queue.Items())
            {
                if (item.Deadline > now)
                {
                    SetAlarmNeedsLock(item.Deadline, now);
                    continue;
                }

                _queue.Remove(item);
                Refuse(item, Admission.DeadlinePassed, now - item.Arrived, _estimate.Wait(_queue.Ahead(item.Priority)));
            }
        }
    }

    private void RefuseQueued()
    {
        lock (_lock)
        {
            while (_queue.Dequeue() is { } item)
                Refuse(item, Admission.Stopping, Now - item.Arrived, TimeSpan.Zero);
        }
    }

    private void Refuse(WorkItem item, Admission reason, TimeSpan queueWait, TimeSpan retryAfter)
    {
        item.HangUp.Unregister();
        CountRefused(item, reason, queueWait, retryAfter);
        item.Publish();
    }

    private void CountRefused(WorkItem item, Admission reason, TimeSpan queueWait, TimeSpan retryAfter)
    {
        _metrics.Refused(reason);
        item.Refuse(reason, queueWait, retryAfter);
    }

    private SpreadGroup? Recruit(int count, Action<int> body)
    {
        lock (_lock)
        {
            int helpers = Math.Min(count - 1, _idle.Count);
            if (helpers == 0)
                return null;
            var group = new SpreadGroup(count, body);
            for (int i = 0; i < helpers; i++)
                _idle.Pop().Call(group);
            return group;
        }
    }

    private void Work(Worker self)
    {
        while (self.AwaitCall() is { } job)
        {
            if (job is WorkItem item)
            {
                Run(item);
                Free(self);
                item.Publish();
            }
            else
            {
                ((SpreadGroup)job).Help();
                Free(self);
            }
        }

        if (Interlocked.Decrement(ref _threads) == 0)
            _ended.SetResult();
    }

    private void Free(Worker worker)
    {
        lock (_lock)
        {
            if (_queue.Dequeue() is { } item)
                worker.Call(item);
            else if (_stopping)
                worker.Call(null);
            else
                _idle.Push(worker);
        }
    }

    private void Run(WorkItem item)
    {
        item.HangUp.Unregister();
        var begun = Now;
        var wait = begun - item.Arrived;
        if (begun >= item.Deadline)
        {
            CountRefused(item, Admission.DeadlinePassed, wait, TimeSpan.Zero);
            return;
        }

        _metrics.Begun(wait);
        Interlocked.Increment(ref _inFlight);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(item.Caller, _abort.Token);
        if (item.Run(wait, stop.Token))
        {
            lock (_lock)
                _estimate.Add(Now - begun);
        }

        Interlocked.Decrement(ref _inFlight);
    }
}
