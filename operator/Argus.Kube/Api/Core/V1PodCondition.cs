namespace Argus.Kube.Api.Core;

/// <summary>One aspect of a pod's state, such as <c>Ready</c> or <c>PodScheduled</c>.</summary>
public sealed record V1PodCondition
{
    public required string Type { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? LastProbeTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string? Message { get; init; }

    public long? ObservedGeneration { get; init; }

    public string? Reason { get; init; }
}
