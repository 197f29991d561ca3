namespace Argus.Data.Messaging.Events;

/// <summary>What became of one message at a sink.</summary>
public enum DeliveryState
{
    /// <summary>The sink has it and has said so.</summary>
    Done,

    /// <summary>This message failed; others may pass. It is sent again later.</summary>
    Later,

    /// <summary>The sink cannot be reached or takes nothing at present: all messages wait.</summary>
    Away,

    /// <summary>The sink will never take it: it is not sent again.</summary>
    Dead,
}

/// <summary>What became of one message at a sink, and why.</summary>
/// <param name="State">Whether it is sent again.</param>
/// <param name="Reason">A sentence for logs and operators; null when done.</param>
/// <param name="After">How long the sink asked to be left alone; null where it said nothing.</param>
public readonly record struct Delivery(DeliveryState State, string? Reason = null, TimeSpan? After = null)
{
    public static Delivery Done => new(DeliveryState.Done);

    public static Delivery Later(string reason) => new(DeliveryState.Later, reason);

    public static Delivery Away(string reason, TimeSpan? after = null) => new(DeliveryState.Away, reason, after);

    public static Delivery Dead(string reason) => new(DeliveryState.Dead, reason);
}
