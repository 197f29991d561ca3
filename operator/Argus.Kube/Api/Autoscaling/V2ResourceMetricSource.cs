namespace Argus.Kube.Api.Autoscaling;

/// <summary>CPU or memory of the pods.</summary>
public sealed record V2ResourceMetricSource
{
    public required string Name { get; init; }

    public required V2MetricTarget Target { get; init; }
}
