namespace Argus.Contracts.Jobs;

/// <summary>Answer of <c>GET /jobs/stats</c>. Times are Unix milliseconds.</summary>
public sealed record JobStatsBody
{
    /// <summary>When it was counted: at most a few seconds ago.</summary>
    public required long CountedAt { get; init; }

    /// <summary>One for each state and task type that there is.</summary>
    public required IReadOnlyList<JobCountBody> Jobs { get; init; }

    /// <summary>Messages and events that wait to be sent, one for each way that has some.</summary>
    public required IReadOnlyList<OutboxCountBody> Outbox { get; init; }
}

/// <summary>Jobs of one state and task type.</summary>
/// <param name="Status">Which state.</param>
/// <param name="TaskType">Which task type.</param>
/// <param name="Count">How many.</param>
/// <param name="OldestCreatedAt">When the oldest of them was created.</param>
public sealed record JobCountBody(JobState Status, string TaskType, long Count, long OldestCreatedAt);

/// <summary>What waits to be sent one way.</summary>
/// <param name="Sink">Which way.</param>
/// <param name="Waiting">To be sent.</param>
/// <param name="Dead">Set aside, for it never can be.</param>
/// <param name="OldestAt">When the oldest that waits was written; null where none waits.</param>
public sealed record OutboxCountBody(string Sink, long Waiting, long Dead, long? OldestAt);
