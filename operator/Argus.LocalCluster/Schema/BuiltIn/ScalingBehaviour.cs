using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>PodDisruptionBudgets and HorizontalPodAutoscalers.</summary>
internal static class ScalingBehaviour
{
    public static void CheckBudget(JsonObject spec, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        if (!spec.ContainsKey("minAvailable") || !spec.ContainsKey("maxUnavailable"))
            return;
        var shown = new JsonObject
        {
            ["MinAvailable"] = spec["minAvailable"]?.DeepClone(),
            ["Selector"] = spec["selector"]?.DeepClone(),
            ["MaxUnavailable"] = spec["maxUnavailable"]?.DeepClone(),
            ["UnhealthyPodEvictionPolicy"] = spec["unhealthyPodEvictionPolicy"]?.DeepClone(),
        };
        causes.Add(Causes.Invalid(path.ToString(), shown, "minAvailable and maxUnavailable cannot be both set"));
    }

    public static void DefaultAutoscaler(JsonObject spec)
    {
        if (!spec.ContainsKey("metrics"))
        {
            var target = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80 };
            spec["metrics"] = new JsonArray(new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = target } });
        }

        if (spec["behavior"] is not JsonObject behavior)
            return;
        DefaultRules(behavior, "scaleUp", ("Pods", 4), ("Percent", 100));
        DefaultRules(behavior, "scaleDown", ("Percent", 100));
        (behavior["scaleUp"] as JsonObject)?.TryAdd("stabilizationWindowSeconds", 0);
    }

    public static void CheckAutoscaler(JsonObject spec, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        long min = spec.Integer("minReplicas") ?? 1;
        if (min < 1 && !spec.ContainsKey("metrics"))
            causes.Add(Causes.Invalid(path.Child("minReplicas"), min, "must be greater than or equal to 1"));
        if (spec.Integer("maxReplicas") is { } max && max > 0 && max < min)
            causes.Add(Causes.Invalid(path.Child("maxReplicas"), max, "must be greater than or equal to `minReplicas`"));
    }

    private static void DefaultRules(JsonObject behavior, string direction, params ReadOnlySpan<(string Type, int Value)> policies)
    {
        if (behavior[direction] is not JsonObject rules)
            behavior[direction] = rules = [];
        rules.TryAdd("selectPolicy", "Max");
        if (rules.ContainsKey("policies"))
            return;
        var list = new JsonArray();
        foreach ((string type, int value) in policies)
            list.Add((JsonNode)new JsonObject { ["type"] = type, ["value"] = value, ["periodSeconds"] = 15 });
        rules["policies"] = list;
    }
}
