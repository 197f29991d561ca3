using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Node.Volumes;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>All that the start of a container needs to know.</summary>
internal sealed record StartRequest(V1Pod Pod, V1Container Container, PodFiles Files, string Address, int Run)
{
    public required DownwardFields Fields { get; init; }

    public required ObjectLookup Objects { get; init; }

    public required PodVolumes Volumes { get; init; }

    /// <summary>Numbers of its accelerators.</summary>
    public required IReadOnlyList<int> Devices { get; init; }
}
