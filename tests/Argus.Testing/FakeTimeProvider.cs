using Argus.Testing.Processes;

namespace Argus.Testing;

/// <summary>A clock that stands still until a test advances it; timers fire on the thread that advances it, in the order of their moments.</summary>
public sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly Signal _set = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _wrong;

    /// <summary>Waits of at most this long are not waited for: the clock moves on by them, on another thread. For what tries again after a moment, whenever it does.</summary>
    public TimeSpan Hurry { get; init; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now + _wrong;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
            return _now.Ticks;
    }

    /// <summary>Sets the clock on the wall, as an administrator does: neither timers nor timestamps feel it.</summary>
    public void Set(TimeSpan by)
    {
        lock (_lock)
            _wrong += by;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        lock (_lock)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on; every timer that is due on the way sees its own moment as the present.</summary>
    public void Advance(TimeSpan by)
    {
        var end = new DateTimeOffset(GetTimestamp(), TimeSpan.Zero) + by;
        while (TakeDue(end) is { } timer)
            timer.Fire();
    }

    /// <summary>Waits until somebody waits for this clock.</summary>
    public Task UntilTimerAsync() => UntilTimerAsync(TimeSpan.Zero, TimeSpan.MaxValue);

    /// <summary>Waits until somebody waits for a moment that far from now.</summary>
    public Task UntilTimerAsync(TimeSpan least, TimeSpan most) =>
        _set.UntilAsync(() => HasTimer(least, most), TimeSpan.FromSeconds(60), () => "Nobody waits for the clock.");

    private bool HasTimer(TimeSpan least, TimeSpan most)
    {
        lock (_lock)
            return _timers.Any(timer => timer.Due is { } due && due - _now >= least && due - _now <= most);
    }

    private FakeTimer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var timer = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            var moment = timer?.Due ?? end;
            _now = moment > _now ? moment : _now;
            timer?.Rearm();
            return timer;
        }
    }

    private sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset? Due { get; private set; }

        public void Rearm() => Due = _period > TimeSpan.Zero ? Due + _period : null;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                if (!clock._timers.Contains(this))
                    return false;
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
            }

            clock._set.Set();
            if (clock.Hurry > TimeSpan.Zero && dueTime >= TimeSpan.Zero && dueTime <= clock.Hurry)
                ThreadPool.QueueUserWorkItem(_ => clock.Advance(dueTime));
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
