using System.Net;
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

    /// <summary>Whether Deployments, ReplicaSets, EndpointSlices, disruption budgets and pods without a node are looked after. Default no: objects are only kept.</summary>
    public bool Controllers { get; init; }

    /// <summary>Addresses that Services are given, one each. Default 127.100.128.0/17; must be loopback addresses where a node forwards what comes to them.</summary>
    public IPNetwork ServiceAddresses { get; init; } = IPNetwork.Parse("127.100.128.0/17");

    /// <summary>How this machine runs pods; null means that there is no node.</summary>
    public NodeOptions? Node { get; init; }
}
