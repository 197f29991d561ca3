namespace Argus.Inference.Scheduling;

/// <summary>What became of work.</summary>
/// <param name="Admission">Whether it was done, or why not.</param>
/// <param name="Value">The result where it was done.</param>
/// <param name="QueueWait">Time it waited.</param>
/// <param name="RetryAfter">When a refused caller should come back: an estimate of the wait for a newcomer; zero where nothing is known or where another replica should be asked.</param>
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
