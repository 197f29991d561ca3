namespace Argus.Kube.Api.Core;

/// <summary>A condition that must be true before the pod counts as ready.</summary>
public sealed record V1PodReadinessGate
{
    public required string ConditionType { get; init; }
}
