using Argus.Kube.Api;
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

    /// <summary>Whether two objects have the same labels.</summary>
    public static bool Same(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0) && Selects(left, right);

    /// <summary>One label that all selected objects have, or a blank one where nothing is sure: what a selector is looked up by.</summary>
    public static IEnumerable<KeyValuePair<string, string>> LookupLabels(IReadOnlyDictionary<string, string>? pairs) =>
        [pairs is { Count: > 0 } ? pairs.MinBy(pair => pair.Key, StringComparer.Ordinal) : Unsure];

    /// <summary>Objects with selectors that may select these labels.</summary>
    public static IEnumerable<T> MaySelect<T>(this ObjectCache<T> cache, string? ns, IReadOnlyDictionary<string, string>? labels)
        where T : class, IKubernetesObject<T> =>
        (labels ?? EmptyLabels).Append(Unsure).SelectMany(label => cache.ByLabel(ns, label));

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

    private static readonly KeyValuePair<string, string> Unsure = new("", "");

    private static int Compare(string? value, IReadOnlyList<string>? values) =>
        long.TryParse(value, out long left) && values is [var only] && long.TryParse(only, out long right) ? left.CompareTo(right) : 0;
}
