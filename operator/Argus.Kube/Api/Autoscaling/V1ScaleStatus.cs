namespace Argus.Kube.Api.Autoscaling;

/// <summary>How many replicas there are.</summary>
public sealed record V1ScaleStatus
{
    public required int Replicas { get; init; }

    /// <summary>Labels of the replicas, as a query.</summary>
    public string? Selector { get; init; }
}
