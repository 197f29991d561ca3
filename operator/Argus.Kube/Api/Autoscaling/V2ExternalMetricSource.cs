namespace Argus.Kube.Api.Autoscaling;

/// <summary>A metric from outside the cluster.</summary>
public sealed record V2ExternalMetricSource
{
    public required V2MetricIdentifier Metric { get; init; }

    public required V2MetricTarget Target { get; init; }
}
