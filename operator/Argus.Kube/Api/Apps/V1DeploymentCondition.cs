namespace Argus.Kube.Api.Apps;

/// <summary><c>Available</c>, <c>Progressing</c> or <c>ReplicaFailure</c>.</summary>
public sealed record V1DeploymentCondition
{
    public required string Type { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public DateTimeOffset? LastUpdateTime { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }
}
