namespace Argus.Data.Jobs;

/// <summary>Wakes those who wait for something to change. Take <see cref="Next"/> before you look, and await it where you find nothing: no change in between is missed. It may complete without need.</summary>
public sealed class WakeSignal
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next change.</summary>
    public Task Next => _next.Task;

    internal void Set() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
