using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Admission;

/// <summary>A LabelSelector object (matchLabels, matchExpressions) against labels.</summary>
internal static class SelectorMatch
{
    /// <summary>A selector that is missing or empty matches everything.</summary>
    public static bool Matches(JsonObject? selector, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (name, value) in selector?["matchLabels"] as JsonObject ?? [])
            if (!labels.TryGetValue(name, out string? actual) || actual != value?.ToString())
                return false;
        foreach (var expression in (selector?["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>())
            if (!Holds(expression, labels))
                return false;
        return true;
    }

    private static bool Holds(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        bool has = labels.TryGetValue(expression.Text("key") ?? "", out string? actual);
        return expression.Text("operator") switch
        {
            "In" => has && expression.Strings("values").Contains(actual!),
            "NotIn" => !has || !expression.Strings("values").Contains(actual!),
            "Exists" => has,
            _ => !has,
        };
    }
}
