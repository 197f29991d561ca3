namespace Argus.Inference.Scheduling;

/// <summary>
/// Threads that infer, with a bounded queue before them, ordered by priority and then by arrival. Work that cannot make its deadline is
/// refused when it comes; a caller that hangs up frees its place.
/// </summary>
public sealed class WorkerPool(WorkerPoolOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The options in force.</summary>
    public WorkerPoolOptions Options { get; } = options;

    /// <summary>Runs <paramref name="work"/> on a worker thread.</summary>
    /// <param name="work">Synchronous work; gets a token that is cancelled when the caller hangs up.</param>
    /// <param name="priority">0 to 10, higher first.</param>
    /// <param name="deadline">Moment after which the answer is of no use, or null for the default.</param>
    /// <param name="cancel">Cancelled when the caller hangs up.</param>
    /// <returns>Refused at once where the queue is full or the deadline cannot be met; else the result when it is there.</returns>
    public ValueTask<WorkResult<T>> RunAsync<T>(Func<CancellationToken, T> work, int priority, DateTimeOffset? deadline, CancellationToken cancel) =>
        throw new NotSupportedException($"{time}");

    /// <summary>Runs <paramref name="body"/> for 0 to <paramref name="count"/> - 1 on the calling thread and on workers that are idle, and returns when all are done.</summary>
    public void Spread(int count, Action<int> body)
    {
        for (int i = 0; i < count; i++)
            body(i);
    }

    /// <summary>Takes no new work, waits for what is under way and queued.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>How much is done side by side.</summary>
public sealed record WorkerPoolOptions
{
    /// <summary>Worker threads. One a core is right for the CPU; default the cores of the cgroup.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Work that may wait. Longer hides bursts and lengthens the wait; default 8 a worker.</summary>
    public int QueueCapacity { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>Deadline of work that states none; default 30 s.</summary>
    public TimeSpan DefaultDeadline { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What became of work.</summary>
/// <param name="Admission">Whether it was done, or why not.</param>
/// <param name="Value">The result where it was done.</param>
/// <param name="QueueWait">Time it waited.</param>
/// <param name="RetryAfter">When a refused caller should come back.</param>
public readonly record struct WorkResult<T>(Admission Admission, T? Value, TimeSpan QueueWait, TimeSpan RetryAfter);

/// <summary>Whether work was done, or why not.</summary>
public enum Admission
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The queue is full (429).</summary>
    QueueFull,

    /// <summary>It could not have been done in time (503).</summary>
    DeadlineTooClose,

    /// <summary>The deadline passed while it waited (503).</summary>
    DeadlinePassed,

    /// <summary>The process is stopping (503).</summary>
    Stopping,
}
