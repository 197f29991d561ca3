using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.ReplicaSets;

/// <summary>Which pods go first when there are too many, by the rules of ReplicaSets.</summary>
internal static class Victims
{
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>
    /// Without a node before with one; pending, unknown, running; not ready before ready; cheaper deletion first; crowded nodes first;
    /// ready for a shorter time first; more restarts first; younger first. Ages are compared by powers of two, so that small differences do not decide.
    /// </summary>
    public static IEnumerable<V1Pod> Order(IReadOnlyCollection<V1Pod> pods, DateTimeOffset now)
    {
        var perNode = pods.Where(pod => pod.Spec?.NodeName is not null).CountBy(pod => pod.Spec!.NodeName!).ToDictionary();
        return pods
            .OrderBy(pod => pod.Spec?.NodeName is null ? 0 : 1)
            .ThenBy(pod => pod.Status?.Phase switch { "Pending" or null => 0, "Unknown" => 1, _ => 2 })
            .ThenBy(pod => pod.IsReady() ? 1 : 0)
            .ThenBy(Cost)
            .ThenByDescending(pod => pod.Spec?.NodeName is { } node ? perNode[node] : 0)
            .ThenBy(pod => pod.IsReady() ? Magnitude(now - pod.Condition("Ready")!.LastTransitionTime) : 0)
            .ThenByDescending(Restarts)
            .ThenBy(pod => Magnitude(now - pod.Metadata.CreationTimestamp))
            .ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal);
    }

    private static int Cost(V1Pod pod) =>
        pod.Metadata.Annotations?.GetValueOrDefault(DeletionCost) is { } text && int.TryParse(text, out int cost) ? cost : 0;

    private static int Restarts(V1Pod pod) =>
        (pod.Status?.ContainerStatuses ?? []).Select(container => container.RestartCount).DefaultIfEmpty().Max();

    private static int Magnitude(TimeSpan? age) =>
        age is { TotalNanoseconds: >= 1 } known ? (int)Math.Log2(known.TotalNanoseconds) : 0;
}
