namespace Argus.Kube.Api.Core;

/// <summary>How a node is to be used.</summary>
public sealed record V1NodeSpec
{
    public string? PodCIDR { get; init; }

    public IReadOnlyList<string>? PodCIDRs { get; init; }

    public string? ProviderID { get; init; }

    public IReadOnlyList<V1Taint>? Taints { get; init; }

    public bool? Unschedulable { get; init; }
}
