using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Autoscaling;

/// <summary>A metric by name and labels.</summary>
public sealed record V2MetricIdentifier
{
    public required string Name { get; init; }

    public V1LabelSelector? Selector { get; init; }
}
