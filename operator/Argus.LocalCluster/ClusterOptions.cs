using Argus.LocalCluster.Node;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster;

/// <summary>What the process is started with.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Port on the loopback address; 0 takes a free one, which the kubeconfig then names. Default 6443.</summary>
    public int Port { get; init; } = 6443;

    /// <summary>Where kubectl finds the address and the token; written anew at every start, readable by its owner alone.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>Bearer token; one is made, and kept in the data folder, where none is given.</summary>
    public string? Token { get; init; }

    public required StoreOptions Store { get; init; }

    /// <summary>How this machine runs pods; null to serve the API alone, without controllers and node.</summary>
    public NodeOptions? Node { get; init; }
}
