namespace Argus.Data.Jobs;

/// <summary>Somebody who is told of events through the outbox: one row for each event that it wants, written in the transaction that makes it true.</summary>
/// <param name="Name">Of its rows, such as <c>kafka</c>; kept in the database.</param>
/// <param name="Write">The message for an event, or null where it does not want it. Called inside the transaction: quick, without side effects; where it throws, the operation fails and nothing is changed.</param>
public sealed record OutboxSink(string Name, Func<JobEvent, OutboxDraft?> Write);

/// <summary>A message to be written to the outbox; its key is the job id.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Headers">Such as content-type and traceparent.</param>
/// <param name="Body">What is sent, as it is.</param>
public sealed record OutboxDraft(string Topic, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>A row of the outbox.</summary>
/// <param name="Id">Ascending in the order of writing for the rows of one job.</param>
/// <param name="Topic">Where it goes.</param>
/// <param name="Key">The job id.</param>
/// <param name="Headers">Such as content-type and traceparent.</param>
/// <param name="Body">What is sent, as it is.</param>
public sealed record OutboxRow(long Id, string Topic, string Key, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>Says that a row needs no more sending.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="DeadReason">Why its sink will never take it: the row is set aside until retention; null where it was delivered: it is removed.</param>
public readonly record struct OutboxReceipt(long Id, string? DeadReason = null);
