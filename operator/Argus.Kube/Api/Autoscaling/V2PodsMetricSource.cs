namespace Argus.Kube.Api.Autoscaling;

/// <summary>A metric of each pod, averaged.</summary>
public sealed record V2PodsMetricSource
{
    public required V2MetricIdentifier Metric { get; init; }

    public required V2MetricTarget Target { get; init; }
}
