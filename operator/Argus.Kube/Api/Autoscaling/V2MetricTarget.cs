namespace Argus.Kube.Api.Autoscaling;

/// <summary>The value to hold: <c>Utilization</c>, <c>Value</c> or <c>AverageValue</c>.</summary>
public sealed record V2MetricTarget
{
    public required string Type { get; init; }

    public int? AverageUtilization { get; init; }

    public ResourceQuantity? AverageValue { get; init; }

    public ResourceQuantity? Value { get; init; }
}
