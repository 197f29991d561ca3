using System.Text.Json.Nodes;

namespace Argus.Operator.Rendering;

/// <summary>Which nodes a pod may run on.</summary>
internal static class Placement
{
    /// <summary>The user's affinity, every node term of it joined with what the hardware needs; null where there is neither.</summary>
    public static JsonObject? Affinity(RenderInput input)
    {
        var affinity = Json.Copy(input.Spec.Pod?.Affinity) as JsonObject;
        if (input.Hardware.Expressions.Count == 0)
            return affinity;
        affinity ??= [];
        var node = Child(affinity, "nodeAffinity");
        var required = Child(node, "requiredDuringSchedulingIgnoredDuringExecution");
        // Terms are alternatives: the device is needed in each of them.
        if (required["nodeSelectorTerms"] is not JsonArray { Count: > 0 } terms)
            required["nodeSelectorTerms"] = terms = new JsonArray(new JsonObject());
        foreach (var term in terms.OfType<JsonObject>())
        {
            if (term["matchExpressions"] is not JsonArray expressions)
                term["matchExpressions"] = expressions = [];
            foreach (var expression in input.Hardware.Expressions)
                expressions.Add(expression!.DeepClone());
        }

        return affinity;
    }

    /// <summary>The vendor's usual taint and those that the user tolerates.</summary>
    public static JsonArray? Tolerations(RenderInput input)
    {
        var all = Json.Copy(input.Spec.Pod?.Tolerations) as JsonArray;
        if (input.Hardware.Toleration is { } vendor)
            (all ??= []).Insert(0, vendor.DeepClone());
        return all;
    }

    /// <summary>Pods spread over nodes where that is possible.</summary>
    public static JsonObject Spread(RenderInput input, string variant) => Json.Map(
        ("maxSkew", 1),
        ("topologyKey", "kubernetes.io/hostname"),
        ("whenUnsatisfiable", "ScheduleAnyway"),
        ("labelSelector", Json.Map(("matchLabels", input.Selector(variant)))));

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
            parent[name] = child = [];
        return child;
    }
}
