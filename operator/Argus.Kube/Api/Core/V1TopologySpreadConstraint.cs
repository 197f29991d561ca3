using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>How evenly pods are spread over nodes or zones.</summary>
public sealed record V1TopologySpreadConstraint
{
    public V1LabelSelector? LabelSelector { get; init; }

    public IReadOnlyList<string>? MatchLabelKeys { get; init; }

    public required int MaxSkew { get; init; }

    public int? MinDomains { get; init; }

    public string? NodeAffinityPolicy { get; init; }

    public string? NodeTaintsPolicy { get; init; }

    public required string TopologyKey { get; init; }

    public required string WhenUnsatisfiable { get; init; }
}
