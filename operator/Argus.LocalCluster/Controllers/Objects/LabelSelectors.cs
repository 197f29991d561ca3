using Argus.Kube.Api.Meta;

namespace Argus.LocalCluster.Controllers.Objects;

/// <summary>Whether labels are selected.</summary>
internal static class LabelSelectors
{
    /// <summary>A null selector selects nothing, an empty one everything.</summary>
    public static bool Selects(this V1LabelSelector? selector, IReadOnlyDictionary<string, string>? labels) =>
        selector is not null
        && Selects(selector.MatchLabels, labels)
        && (selector.MatchExpressions ?? []).All(requirement => Holds(requirement, labels));

    /// <summary>Whether all pairs are among the labels.</summary>
    public static bool Selects(IReadOnlyDictionary<string, string>? pairs, IReadOnlyDictionary<string, string>? labels)
    {
        foreach (var (key, value) in pairs ?? EmptyLabels)
        {
            if (labels is null || !labels.TryGetValue(key, out string? found) || found != value)
                return false;
        }

        return true;
    }

    /// <summary>Whether one requirement holds.</summary>
    public static bool Holds(V1LabelSelectorRequirement requirement, IReadOnlyDictionary<string, string>? labels) =>
        Holds(requirement.Key, requirement.Operator, requirement.Values, labels);

    /// <summary>Whether one requirement holds; <c>Gt</c> and <c>Lt</c>, which only node affinity has, compare whole numbers.</summary>
    public static bool Holds(string key, string @operator, IReadOnlyList<string>? values, IReadOnlyDictionary<string, string>? labels)
    {
        string? value = null;
        bool there = labels is not null && labels.TryGetValue(key, out value);
        return @operator switch
        {
            "In" => there && values is not null && values.Contains(value),
            "NotIn" => !there || values is null || !values.Contains(value),
            "Exists" => there,
            "DoesNotExist" => !there,
            "Gt" => Compare(value, values) > 0,
            "Lt" => Compare(value, values) < 0,
            _ => false,
        };
    }

    private static readonly Dictionary<string, string> EmptyLabels = [];

    private static int Compare(string? value, IReadOnlyList<string>? values) =>
        long.TryParse(value, out long left) && values is [var only] && long.TryParse(only, out long right) ? left.CompareTo(right) : 0;
}
