namespace Argus.Inference.Models;

/// <summary>How one try ended.</summary>
/// <param name="Kind">What to do next.</param>
/// <param name="Reason">Why, to be read after the address; empty for a complete one.</param>
/// <param name="RetryAfter">The pause that the server asked for, or null.</param>
internal sealed record TransferResult(TransferKind Kind, string Reason, TimeSpan? RetryAfter)
{
    public static TransferResult Complete { get; } = new(TransferKind.Complete, "", null);

    public static TransferResult Retry(string reason, TimeSpan? after = null) => new(TransferKind.Retry, reason, after);

    public static TransferResult Unreachable(string reason) => new(TransferKind.Unreachable, reason, null);

    public static TransferResult GiveUp(string reason) => new(TransferKind.GiveUp, reason, null);

    public static TransferResult Disk(string reason) => new(TransferKind.Disk, reason, null);
}

/// <summary>What to do after a try.</summary>
internal enum TransferKind
{
    /// <summary>The whole length is there; its hash decides.</summary>
    Complete,

    /// <summary>The same address may do better later.</summary>
    Retry,

    /// <summary>Nobody answers there: now for sure, perhaps later.</summary>
    Unreachable,

    /// <summary>This address will not do.</summary>
    GiveUp,

    /// <summary>No address will do: the disk is the trouble.</summary>
    Disk,
}
