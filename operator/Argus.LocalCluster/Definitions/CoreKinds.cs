using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Definitions;

/// <summary>What the server itself decides of Namespaces, Pods and Services.</summary>
internal static class CoreKinds
{
    private const long DefaultGraceSeconds = 30;

    public static KindRules Namespaces { get; } = new()
    {
        UnconditionalUpdate = true,
        DeleteGivesObject = true,
        NoDeleteCollection = true,
        OnCreate = CreateNamespace,
        OnUpdate = (next, old) => next["spec"] = old["spec"]?.DeepClone(),
    };

    public static KindRules Nodes { get; } = new()
    {
        UnconditionalUpdate = true,
        OnCreate = FillNodeInfo,
        OnUpdate = (next, _) => FillNodeInfo(next),
    };

    public static KindRules Pods { get; } = new()
    {
        Generation = true,
        UnconditionalUpdate = true,
        DeleteGivesObject = true,
        GracePeriod = GraceOf,
        OnCreate = CreatePod,
    };

    public static KindRules Services { get; } = new()
    {
        UnconditionalUpdate = true,
        DeleteGivesObject = true,
        OnCreate = service => service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() },
        OnUpdate = KeepAddress,
    };

    private static void CreateNamespace(JsonObject ns)
    {
        ns["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        ns["status"] = new JsonObject { ["phase"] = "Active" };
    }

    // Fields that every client may rely on, however little the node told of itself.
    private static void FillNodeInfo(JsonObject node)
    {
        if (node["status"]?["nodeInfo"] is not JsonObject info)
            return;
        foreach (string name in (ReadOnlySpan<string>)["machineID", "systemUUID", "bootID", "kernelVersion", "osImage", "containerRuntimeVersion", "kubeletVersion", "kubeProxyVersion", "operatingSystem", "architecture"])
            info[name] ??= "";
    }

    private static void CreatePod(JsonObject pod)
    {
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService.Of(pod) };
        if (pod["spec"] is not JsonObject spec)
            return;
        string account = spec.Text("serviceAccountName") is { Length: > 0 } named ? named : spec.Text("serviceAccount") is { Length: > 0 } older ? older : "default";
        spec["serviceAccountName"] = account;
        spec["serviceAccount"] = account;
        spec["priority"] ??= 0;
        spec["preemptionPolicy"] ??= "PreemptLowerPriority";
        if (spec["tolerations"] is not JsonArray tolerations)
            spec["tolerations"] = tolerations = [];
        foreach (string taint in (ReadOnlySpan<string>)["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
            Tolerate(tolerations, taint);
    }

    // A node that is away for a moment loses no pods.
    private static void Tolerate(JsonArray tolerations, string taint)
    {
        if (!tolerations.OfType<JsonObject>().Any(t => t.Text("key") is null or "" || t.Text("key") == taint && t.Text("effect") is null or "" or "NoExecute"))
            tolerations.Add((JsonNode)new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
    }

    // A Pod that runs nowhere, or no more, needs no time to end.
    private static long GraceOf(JsonObject pod) =>
        string.IsNullOrEmpty((pod["spec"] as JsonObject)?.Text("nodeName")) || (pod["status"] as JsonObject)?.Text("phase") is "Succeeded" or "Failed"
            ? 0
            : (pod["spec"] as JsonObject)?.Integer("terminationGracePeriodSeconds") ?? DefaultGraceSeconds;

    // What was given to a Service stays with it where the new state does not say otherwise; one that becomes a mere name gives it back.
    private static void KeepAddress(JsonObject next, JsonObject old)
    {
        if (next["spec"] is not JsonObject spec || old["spec"] is not JsonObject before)
            return;
        bool external = spec.Text("type") == "ExternalName";
        foreach (string name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
        {
            if (external && spec.Text("clusterIP") is { } left && left != before.Text("clusterIP"))
                return;
            if (external)
                spec.Remove(name);
            else if (spec[name] is null && before[name] is { } value)
                spec[name] = value.DeepClone();
        }
    }
}
