using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Policy;

/// <summary>Either a minimum available or a maximum unavailable.</summary>
public sealed record V1PodDisruptionBudgetSpec
{
    public IntOrString? MaxUnavailable { get; init; }

    public IntOrString? MinAvailable { get; init; }

    public V1LabelSelector? Selector { get; init; }

    public string? UnhealthyPodEvictionPolicy { get; init; }
}
