namespace Argus.Kube.Api.Core;

/// <summary>One aspect of a node's state.</summary>
public sealed record V1NodeCondition
{
    public required string Type { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? LastHeartbeatTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }
}
