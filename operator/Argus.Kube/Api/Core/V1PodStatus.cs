namespace Argus.Kube.Api.Core;

/// <summary>What became of a pod.</summary>
public sealed record V1PodStatus
{
    public IReadOnlyList<V1PodCondition>? Conditions { get; init; }

    public IReadOnlyList<V1ContainerStatus>? ContainerStatuses { get; init; }

    public string? HostIP { get; init; }

    public IReadOnlyList<V1HostIP>? HostIPs { get; init; }

    public IReadOnlyList<V1ContainerStatus>? InitContainerStatuses { get; init; }

    public string? Message { get; init; }

    public string? NominatedNodeName { get; init; }

    public long? ObservedGeneration { get; init; }

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string? Phase { get; init; }

    public string? PodIP { get; init; }

    public IReadOnlyList<V1PodIP>? PodIPs { get; init; }

    /// <summary><c>Guaranteed</c>, <c>Burstable</c> or <c>BestEffort</c>.</summary>
    public string? QosClass { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? StartTime { get; init; }
}
