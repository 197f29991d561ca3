namespace Argus.LocalCluster.Storage;

/// <summary>Where and how objects are kept.</summary>
internal sealed record StoreOptions
{
    /// <summary>Folder of the log and its snapshots; created where it is missing. One process at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Changes remembered for each resource: how far behind a watch may fall before it must list again. Default 20,000.</summary>
    public int History { get; init; } = 20_000;

    /// <summary>Bytes of log after which the state is written out as a snapshot and the log begins anew. More makes a slower start, less more writing. Default 32 MiB.</summary>
    public long CompactAfter { get; init; } = 32 * 1024 * 1024;

    /// <summary>How often what was written is forced to the disk itself. Until then it survives the end of this process, but not of the machine. Default one second.</summary>
    public TimeSpan FlushEvery { get; init; } = TimeSpan.FromSeconds(1);
}
