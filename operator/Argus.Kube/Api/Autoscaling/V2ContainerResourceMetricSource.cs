namespace Argus.Kube.Api.Autoscaling;

/// <summary>CPU or memory of one container of the pods.</summary>
public sealed record V2ContainerResourceMetricSource
{
    public required string Name { get; init; }

    public required string Container { get; init; }

    public required V2MetricTarget Target { get; init; }
}
