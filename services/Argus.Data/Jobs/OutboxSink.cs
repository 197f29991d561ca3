namespace Argus.Data.Jobs;

/// <summary>Somebody who is told of events through the outbox: one row for each event that it wants, written in the transaction that makes it true.</summary>
/// <param name="Name">Of its rows, such as <c>kafka</c>; kept in the database.</param>
/// <param name="Write">The message for an event, or null where it does not want it. Called inside the transaction: quick, without side effects; where it throws, the operation fails and nothing is changed.</param>
public sealed record OutboxSink(string Name, Func<JobEvent, OutboxDraft?> Write);
