namespace Argus.Data.Messaging.Outbox;

/// <summary>What a store gives to the pump of one sink.</summary>
public sealed record OutboxSource
{
    /// <summary>Takes or renews the right to publish for this sink, for the given time. False: another publisher holds it.</summary>
    public required Func<TimeSpan, CancellationToken, Task<bool>> LeaseAsync { get; init; }

    /// <summary>Gives the right back; called once, at the end.</summary>
    public required Func<CancellationToken, Task> ReleaseAsync { get; init; }

    /// <summary>The first rows of this sink with an id above the given one, at most so many, in ascending order of id.</summary>
    public required Func<long, int, CancellationToken, Task<IReadOnlyList<OutboxMessage>>> ReadAsync { get; init; }

    /// <summary>Removes rows, or sets the dead ones aside. A row that was acknowledged is never read again.</summary>
    public required Func<IReadOnlyList<OutboxReceipt>, CancellationToken, Task> AcknowledgeAsync { get; init; }
}
