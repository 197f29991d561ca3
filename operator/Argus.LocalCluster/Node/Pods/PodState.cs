using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>What is known of a pod on this node; kept on disk, so that it outlives this process.</summary>
internal sealed record PodState
{
    public required string Uid { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The pod's own address; empty while it could not be given one.</summary>
    public required string Address { get; init; }

    [JsonIgnore]
    public bool HasAddress => Address.Length > 0;

    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Set once all volumes are there.</summary>
    public bool Prepared { get; init; }

    /// <summary>Containers and init containers by name.</summary>
    public ImmutableDictionary<string, ContainerState> Containers { get; init; } = ImmutableDictionary<string, ContainerState>.Empty;

    public ContainerState Container(string name) => Containers.GetValueOrDefault(name) ?? new ContainerState(name);

    public PodState With(ContainerState container) => this with { Containers = Containers.SetItem(container.Name, container) };
}
