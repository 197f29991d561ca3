using Argus.Contracts.Jobs;

namespace Argus.Data.Jobs;

/// <summary>What the store holds. Counting takes time in proportion to the number of jobs (about 0.1 s a million): for a metric every few seconds, not for each request.</summary>
/// <param name="Jobs">One for each state and task type that there is.</param>
/// <param name="Outbox">One for each sink that has rows.</param>
public sealed record JobStatistics(IReadOnlyList<JobCount> Jobs, IReadOnlyList<OutboxCount> Outbox);

/// <summary>Jobs of one state and task type.</summary>
/// <param name="State">Which state.</param>
/// <param name="TaskType">Which task type.</param>
/// <param name="Count">How many.</param>
/// <param name="OldestCreatedAt">When the oldest of them was created.</param>
public sealed record JobCount(JobState State, string TaskType, long Count, DateTimeOffset OldestCreatedAt);

/// <summary>Rows of one sink.</summary>
/// <param name="Sink">Which sink.</param>
/// <param name="Waiting">Rows to be sent.</param>
/// <param name="Dead">Rows that were set aside.</param>
/// <param name="OldestAt">When the oldest that waits was written, or null.</param>
public sealed record OutboxCount(string Sink, long Waiting, long Dead, DateTimeOffset? OldestAt);
