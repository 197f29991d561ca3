namespace Argus.Inference.Scheduling;

/// <summary>How much is done side by side.</summary>
public sealed record WorkerPoolOptions
{
    /// <summary>Worker threads, at least 1. One a core is right for the CPU; default the cores of the cgroup.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Work that may wait, 0 for none. Longer hides bursts and lengthens the wait; default 8 a core.</summary>
    public int QueueCapacity { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>Deadline of work that states none; default 30 s.</summary>
    public TimeSpan DefaultDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long stopping waits for work under way and queued before it refuses the rest; default 25 s, inside the 30 s of a pod.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(25);
}
