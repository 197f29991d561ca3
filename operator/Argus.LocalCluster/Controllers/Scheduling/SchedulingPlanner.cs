using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>Chooses a node for a pod.</summary>
internal static class SchedulingPlanner
{
    /// <param name="pod">The pod.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="loads">What is on a node, by name.</param>
    public static SchedulingDecision Choose(V1Pod pod, IReadOnlyCollection<V1Node> nodes, Func<string, NodeLoad> loads)
    {
        if (nodes.Count == 0)
            return new SchedulingDecision(null, "no nodes available to schedule pods");
        var wanted = PodLoad.Of(pod);
        var fits = new List<V1Node>();
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int hopeless = 0;
        foreach (var node in nodes)
        {
            var found = NodeFilter.Reasons(pod.Spec!, wanted, node, loads(node.Metadata.Name!), out bool isFinal);
            if (found.Count == 0)
                fits.Add(node);
            else if (isFinal)
                hopeless++;
            foreach (string reason in found)
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }

        return fits.Count > 0
            ? new SchedulingDecision(Best(fits, wanted, loads), "")
            : new SchedulingDecision(null, Words(nodes.Count, reasons, hopeless));
    }

    // Fewest pods of the same controller first, then the one with the most room.
    private static string Best(List<V1Node> nodes, PodLoad wanted, Func<string, NodeLoad> loads) =>
        nodes
            .OrderBy(node => wanted.Controller is { } controller ? loads(node.Metadata.Name!).ByController.GetValueOrDefault(controller) : 0)
            .ThenByDescending(node => Room(node, wanted, loads(node.Metadata.Name!)))
            .ThenBy(node => loads(node.Metadata.Name!).Pods)
            .ThenBy(node => node.Metadata.Name, StringComparer.Ordinal)
            .First().Metadata.Name!;

    private static double Room(V1Node node, PodLoad wanted, NodeLoad load)
    {
        double Share(string resource)
        {
            long there = NodeFilter.Allocatable(node, resource);
            return there == 0 ? 0 : 1 - ((double)(load.Requested.GetValueOrDefault(resource) + wanted.Requests.GetValueOrDefault(resource)) / there);
        }

        return Share(ResourceRequests.Cpu) + Share("memory");
    }

    // The reasons are sorted with their counts, as texts. This scheduler never ends pods for others, and says so in the usual way.
    private static string Words(int nodes, SortedDictionary<string, int> reasons, int hopeless)
    {
        var preemption = new List<string>();
        if (nodes > hopeless)
            preemption.Add($"{nodes - hopeless} No preemption victims found for incoming pod");
        if (hopeless > 0)
            preemption.Add($"{hopeless} Preemption is not helpful for scheduling");
        return $"0/{nodes} nodes are available: {Join(reasons.Select(reason => $"{reason.Value} {reason.Key}"))}. "
            + $"no new claims to deallocate, preemption: 0/{nodes} nodes are available: {Join(preemption)}.";
    }

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts.Order(StringComparer.Ordinal));
}
