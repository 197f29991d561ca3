namespace Argus.Kube.Api.Autoscaling;

/// <summary>At most so many pods or percent in a period.</summary>
public sealed record V2HPAScalingPolicy
{
    public required string Type { get; init; }

    public required int PeriodSeconds { get; init; }

    public required int Value { get; init; }
}
