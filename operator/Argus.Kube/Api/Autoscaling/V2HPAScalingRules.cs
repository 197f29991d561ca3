namespace Argus.Kube.Api.Autoscaling;

/// <summary>Rules of one direction.</summary>
public sealed record V2HPAScalingRules
{
    public IReadOnlyList<V2HPAScalingPolicy>? Policies { get; init; }

    public string? SelectPolicy { get; init; }

    public int? StabilizationWindowSeconds { get; init; }

    public ResourceQuantity? Tolerance { get; init; }
}
