using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Services. Their addresses are given out elsewhere.</summary>
internal static class ServiceBehaviour
{
    public static void DefaultPort(JsonObject port)
    {
        if (!port.ContainsKey("targetPort") && port["port"] is { } same)
            port["targetPort"] = same.DeepClone();
    }

    public static void Default(JsonObject spec)
    {
        string? type = spec.Text("type");
        if (type is "ClusterIP" or "NodePort" or "LoadBalancer")
            spec.TryAdd("internalTrafficPolicy", "Cluster");
        if (type is "NodePort" or "LoadBalancer")
            spec.TryAdd("externalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer")
            spec.TryAdd("allocateLoadBalancerNodePorts", true);
        if (spec.Text("sessionAffinity") == "ClientIP")
            spec.TryAdd("sessionAffinityConfig", new JsonObject { ["clientIP"] = new JsonObject { ["timeoutSeconds"] = 10800 } });
    }

    public static void Check(JsonObject spec, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        bool external = spec.Text("type") == "ExternalName";
        JsonArray ports = spec["ports"] as JsonArray ?? [];
        if (external && spec.Text("externalName") is not { Length: > 0 })
            causes.Add(Causes.Required(path.Child("externalName")));
        if (!external && ports.Count == 0 && spec.Text("clusterIP") != "None")
            causes.Add(Causes.Required(path.Child("ports")));
        CheckPorts(ports, path, causes);
        ObjectMetaValidation.CheckLabels(spec["selector"] as JsonObject, path.Child("selector"), causes);
        if (old is not null && old.Text("type") != "ExternalName" && !external
            && old.Text("clusterIP") is { Length: > 0 } address && spec.Text("clusterIP") is { } wanted && wanted != address)
            causes.Add(Causes.Invalid(path.Child("clusterIPs[0]"), new JsonArray(wanted), "may not change once set"));
    }

    private static void CheckPorts(JsonArray ports, FieldPath path, List<FieldCause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        int index = 0;
        foreach (JsonObject port in ports.OfType<JsonObject>())
        {
            string field = path.Child($"ports[{index++}].name");
            if (port.Text("name") is not { Length: > 0 } name)
            {
                if (ports.Count > 1)
                    causes.Add(Causes.Required(field));
                continue;
            }

            causes.AddRange(NameRules.Label(name).Select(problem => Causes.Invalid(field, name, problem)));
            if (!names.Add(name))
                causes.Add(Causes.Duplicate(field, name));
        }
    }
}
