namespace Argus.Kube.Api.Core;

/// <summary>What a node has and how it is.</summary>
public sealed record V1NodeStatus
{
    public IReadOnlyList<V1NodeAddress>? Addresses { get; init; }

    public IReadOnlyDictionary<string, ResourceQuantity>? Allocatable { get; init; }

    public IReadOnlyDictionary<string, ResourceQuantity>? Capacity { get; init; }

    public IReadOnlyList<V1NodeCondition>? Conditions { get; init; }

    public V1NodeDaemonEndpoints? DaemonEndpoints { get; init; }

    public IReadOnlyList<V1ContainerImage>? Images { get; init; }

    public V1NodeSystemInfo? NodeInfo { get; init; }

    public string? Phase { get; init; }
}
