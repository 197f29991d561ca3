namespace Argus.LocalCluster.Storage;

/// <summary>What became of a write.</summary>
internal abstract record WriteOutcome
{
    private WriteOutcome()
    {
    }

    /// <summary>It is kept.</summary>
    public sealed record Done(StoredObject Object) : WriteOutcome;

    /// <summary>The object is not, or no longer, the one that the write was made for.</summary>
    public sealed record Stale(StoredObject? Current) : WriteOutcome;

    /// <summary>The object is over the limit.</summary>
    public sealed record TooLarge : WriteOutcome;

    /// <summary>The object is nested more deeply than can be read again.</summary>
    public sealed record TooDeep : WriteOutcome;

    /// <summary>It could not be put on disk; nothing has changed.</summary>
    public sealed record NotStored(string Reason) : WriteOutcome;
}
