namespace Argus.Kube.Api.Batch;

/// <summary>One aspect of the state of a job.</summary>
public sealed record V1JobCondition
{
    public DateTimeOffset? LastProbeTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    public required string Status { get; init; }

    public required string Type { get; init; }
}
