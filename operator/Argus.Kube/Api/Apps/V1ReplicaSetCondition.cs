namespace Argus.Kube.Api.Apps;

/// <summary>Such as <c>ReplicaFailure</c>.</summary>
public sealed record V1ReplicaSetCondition
{
    public required string Type { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }
}
