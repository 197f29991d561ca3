namespace Argus.Kube.Api.Meta;

/// <summary>Labels that objects must have; all parts must hold, an empty one selects everything.</summary>
public sealed record V1LabelSelector
{
    public IReadOnlyList<V1LabelSelectorRequirement>? MatchExpressions { get; init; }

    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }
}
