namespace Argus.Data.Messaging.Outbox;

/// <summary>Says that a row of the outbox needs no more sending.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="DeadReason">Why the sink will never take it: the row is set aside until retention; null where it was delivered: it is removed.</param>
public readonly record struct OutboxReceipt(long Id, string? DeadReason = null);
