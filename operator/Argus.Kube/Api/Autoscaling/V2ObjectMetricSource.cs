namespace Argus.Kube.Api.Autoscaling;

/// <summary>A metric of another object.</summary>
public sealed record V2ObjectMetricSource
{
    public required V2CrossVersionObjectReference DescribedObject { get; init; }

    public required V2MetricIdentifier Metric { get; init; }

    public required V2MetricTarget Target { get; init; }
}
