using System.Net;
using Argus.LocalCluster.Node.Images;

namespace Argus.LocalCluster.Node;

/// <summary>How this machine runs pods.</summary>
internal sealed record NodeOptions
{
    /// <summary>Name of the Node object. Default: the machine's name.</summary>
    public string NodeName { get; init; } = Environment.MachineName.ToLowerInvariant();

    /// <summary>Where pods have their volumes, logs and states. Must outlive a restart, so that running pods are found again.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>What to run for an image; the first that fits counts. An image that none fits cannot be pulled.</summary>
    public IReadOnlyList<ImageCommand> Images { get; init; } = [];

    /// <summary>Loopback addresses that pods are given, one each. Default 127.100.0.0/17.</summary>
    public IPNetwork PodAddresses { get; init; } = IPNetwork.Parse("127.100.0.0/17");

    /// <summary>Pods at a time. Default 110, as everywhere; each is a process or more.</summary>
    public int MaxPods { get; init; } = 110;

    /// <summary>Folders of the machine that hostPath volumes may reach as they are. All other host paths are folders below <see cref="DataDirectory"/>.</summary>
    public IReadOnlyList<string> AllowedHostPaths { get; init; } = [];

    /// <summary>Token that pods find where they ask for one of their service account; without it such a file is left out.</summary>
    public string? ServiceAccountToken { get; init; }

    /// <summary>A container's log is rotated when it is larger. Default 10 MiB.</summary>
    public long LogFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Log files kept for each run of a container. Default 5.</summary>
    public int LogFiles { get; init; } = 5;

    /// <summary>How often the Lease is renewed. Default 10 s; readers take four times that as gone.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the memory of containers with a limit is measured. Default 1 s; a fast leak can pass the limit for that long.</summary>
    public TimeSpan MemoryCheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest that pods are waited for when the cluster goes down; then they are killed. Default 10 s.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);
}
