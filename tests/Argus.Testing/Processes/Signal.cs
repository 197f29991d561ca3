namespace Argus.Testing.Processes;

/// <summary>Wakes those who wait for a state whenever something has changed.</summary>
public sealed class Signal
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something changed.</summary>
    public void Set() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Asked at first and after every change.</param>
    /// <param name="patience">Longest wait.</param>
    /// <param name="describe">What to say where it does not hold by then.</param>
    /// <exception cref="TimeoutException">It does not hold in time.</exception>
    public async Task UntilAsync(Func<bool> condition, TimeSpan patience, Func<string> describe)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            // Taken before the look: a change in between is not missed.
            var next = _next.Task;
            if (condition())
                return;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(describe());
            }
        }
    }
}
