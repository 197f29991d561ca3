namespace Argus.Kube.Api.Core;

/// <summary>Where the node's agent listens.</summary>
public sealed record V1NodeDaemonEndpoints
{
    public V1DaemonEndpoint? KubeletEndpoint { get; init; }
}
