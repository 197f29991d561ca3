namespace Argus.Kube.Api.Autoscaling;

/// <summary>One metric; the member that <see cref="Type"/> names.</summary>
public sealed record V2MetricSpec
{
    public required string Type { get; init; }

    public V2ContainerResourceMetricSource? ContainerResource { get; init; }

    public V2ExternalMetricSource? External { get; init; }

    public V2ObjectMetricSource? Object { get; init; }

    public V2PodsMetricSource? Pods { get; init; }

    public V2ResourceMetricSource? Resource { get; init; }
}
