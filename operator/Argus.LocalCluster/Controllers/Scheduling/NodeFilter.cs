using Argus.Kube.Api;
using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>Why a node cannot take a pod.</summary>
internal static class NodeFilter
{
    private const string NotReady = "node.kubernetes.io/not-ready";

    /// <summary>Empty when it can. <paramref name="isFinal"/> says that ending other pods would not help.</summary>
    public static IReadOnlyList<string> Reasons(V1PodSpec spec, PodLoad pod, V1Node node, NodeLoad load, out bool isFinal)
    {
        isFinal = true;
        if (node.Spec?.Unschedulable == true && !Tolerates(spec, new V1Taint { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" }))
            return ["node(s) were unschedulable"];
        if (Taints(node).FirstOrDefault(taint => taint.Effect is "NoSchedule" or "NoExecute" && !Tolerates(spec, taint)) is { } taint)
            return [$"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}"];
        if (!NodeAffinity.Allows(spec, node))
            return ["node(s) didn't match Pod's node affinity/selector"];
        isFinal = false;
        if (pod.HostPorts.Any(port => load.HostPorts.GetValueOrDefault(port) > 0))
            return ["node(s) didn't have free ports for the requested pod ports"];
        return Insufficient(pod, node, load, out isFinal);
    }

    /// <summary>Amount of a resource that pods may have on a node.</summary>
    public static long Allocatable(V1Node node, string resource) =>
        node.Status?.Allocatable is { } allocatable && allocatable.TryGetValue(resource, out ResourceQuantity quantity)
            ? ResourceRequests.Amount(resource, quantity)
            : 0;

    private static List<string> Insufficient(PodLoad pod, V1Node node, NodeLoad load, out bool isFinal)
    {
        isFinal = false;
        var reasons = new List<string>();
        if (load.Pods + 1 > Allocatable(node, "pods"))
            reasons.Add("Too many pods");
        foreach (var (resource, amount) in pod.Requests)
        {
            long there = Allocatable(node, resource);
            if (amount == 0 || load.Requested.GetValueOrDefault(resource) + amount <= there)
                continue;
            reasons.Add($"Insufficient {resource}");
            isFinal |= amount > there;
        }

        return reasons;
    }

    // Nobody taints nodes here: one that is not ready counts as tainted the way the node lifecycle controller would do it.
    private static IEnumerable<V1Taint> Taints(V1Node node)
    {
        var taints = node.Spec?.Taints ?? [];
        bool ready = node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
        return ready || taints.Any(taint => taint.Key == NotReady) ? taints : taints.Append(new V1Taint { Key = NotReady, Effect = "NoSchedule" });
    }

    private static bool Tolerates(V1PodSpec spec, V1Taint taint) =>
        (spec.Tolerations ?? []).Any(toleration =>
            (toleration.Effect is null or "" || toleration.Effect == taint.Effect)
            && (toleration.Key is null or "" || toleration.Key == taint.Key)
            && toleration.Operator switch
            {
                "Exists" => true,
                null or "" or "Equal" => toleration.Key is { Length: > 0 } && (toleration.Value ?? "") == (taint.Value ?? ""),
                _ => false,
            });
}
