using System.Text.Json;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>Whether a pod's nodeSelector and required node affinity allow a node.</summary>
internal static class NodeAffinity
{
    public static bool Allows(V1PodSpec? spec, V1Node node)
    {
        if (!LabelSelectors.Selects(spec?.NodeSelector, node.Metadata.Labels))
            return false;
        if (spec?.Affinity is not { } affinity
            || !TryGet(affinity, "nodeAffinity", out var nodeAffinity)
            || !TryGet(nodeAffinity, "requiredDuringSchedulingIgnoredDuringExecution", out var required))
            return true;
        // Terms are alternatives; an empty one matches nothing.
        return TryGet(required, "nodeSelectorTerms", out var terms) && terms.EnumerateArray().Any(term => Matches(term, node));
    }

    private static bool Matches(JsonElement term, V1Node node)
    {
        bool labels = TryGet(term, "matchExpressions", out var expressions) && expressions.GetArrayLength() > 0;
        bool fields = TryGet(term, "matchFields", out var fieldExpressions) && fieldExpressions.GetArrayLength() > 0;
        var names = new Dictionary<string, string> { ["metadata.name"] = node.Metadata.Name! };
        return (labels || fields)
            && (!labels || expressions.EnumerateArray().All(expression => Holds(expression, node.Metadata.Labels)))
            && (!fields || fieldExpressions.EnumerateArray().All(expression => Holds(expression, names)));
    }

    private static bool Holds(JsonElement expression, IReadOnlyDictionary<string, string>? labels) =>
        LabelSelectors.Holds(
            expression.GetProperty("key").GetString()!,
            expression.GetProperty("operator").GetString()!,
            TryGet(expression, "values", out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : null,
            labels);

    private static bool TryGet(JsonElement element, string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
}
