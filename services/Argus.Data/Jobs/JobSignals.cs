namespace Argus.Data.Jobs;

/// <summary>What a store tells those who wait, instead of being asked again and again.</summary>
public sealed class JobSignals : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private DateTimeOffset? _at;

    internal JobSignals(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>There may be a job to claim, for work or for delivery. Also set when a retry, a delivery or the end of a lease is due.</summary>
    public WakeSignal Work { get; } = new();

    /// <summary>There may be rows in the outbox.</summary>
    public WakeSignal Outbox { get; } = new();

    /// <summary>A job may have changed its state.</summary>
    public WakeSignal Changes { get; } = new();

    /// <summary>Ends the timer.</summary>
    public void Dispose() => _timer.Dispose();

    internal void Set(JobSignalKinds kinds)
    {
        if (kinds.HasFlag(JobSignalKinds.Work))
            Work.Set();
        if (kinds.HasFlag(JobSignalKinds.Outbox))
            Outbox.Set();
        if (kinds.HasFlag(JobSignalKinds.Changes))
            Changes.Set();
    }

    /// <summary>Sets <see cref="Work"/> at a moment, unless it is to be set earlier anyway.</summary>
    internal void WorkAt(DateTimeOffset moment)
    {
        lock (_lock)
        {
            if (_at <= moment)
                return;
            _at = moment;
            var wait = moment - _time.GetUtcNow();
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void Fire()
    {
        lock (_lock)
            _at = null;
        Work.Set();
    }
}
