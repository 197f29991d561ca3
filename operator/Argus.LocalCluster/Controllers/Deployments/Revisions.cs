using System.Globalization;
using Argus.Kube.Api.Apps;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>The annotations by which a Deployment and its ReplicaSets remember versions and numbers.</summary>
internal static class Revisions
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    private const string History = "deployment.kubernetes.io/revision-history";

    // What the controllers and kubectl keep for themselves is not handed on from the Deployment.
    private static readonly HashSet<string> Kept =
        [Revision, DesiredReplicas, MaxReplicas, History, "kubectl.kubernetes.io/last-applied-configuration", "deprecated.deployment.rollback.to"];

    public static int? Number(V1ReplicaSet set, string annotation) =>
        set.Metadata.Annotations?.GetValueOrDefault(annotation) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    /// <summary>The number that the new ReplicaSet bears: one above all others.</summary>
    public static int Next(IEnumerable<V1ReplicaSet> old) => old.Select(set => Number(set, Revision) ?? 0).DefaultIfEmpty().Max() + 1;

    /// <summary>The new ReplicaSet with its revision, with what the Deployment's annotations hand on, and with those it once had noted.</summary>
    public static V1ReplicaSet Stamp(V1ReplicaSet set, V1Deployment deployment, int next)
    {
        var annotations = new SortedDictionary<string, string>(set.Metadata.Annotations?.ToDictionary() ?? [], StringComparer.Ordinal);
        foreach (var (key, value) in deployment.Metadata.Annotations ?? new Dictionary<string, string>())
        {
            if (!Kept.Contains(key))
                annotations[key] = value;
        }

        int? current = Number(set, Revision);
        if (current is null || current < next)
        {
            if (current is not null)
                annotations[History] = annotations.TryGetValue(History, out string? history) ? $"{history},{current}" : $"{current}";
            annotations[Revision] = next.ToString(CultureInfo.InvariantCulture);
        }

        return WithAnnotations(set, annotations);
    }

    /// <summary>Notes the numbers that a ReplicaSet was set by.</summary>
    public static V1ReplicaSet Note(V1ReplicaSet set, DeploymentSettings settings) =>
        WithAnnotations(set, new SortedDictionary<string, string>(set.Metadata.Annotations?.ToDictionary() ?? [], StringComparer.Ordinal)
        {
            [DesiredReplicas] = settings.Replicas.ToString(CultureInfo.InvariantCulture),
            [MaxReplicas] = (settings.Replicas + settings.MaxSurge).ToString(CultureInfo.InvariantCulture),
        });

    /// <summary>Whether both say the same.</summary>
    public static bool Same(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0)
        && (left ?? new Dictionary<string, string>()).All(pair => right!.TryGetValue(pair.Key, out string? value) && value == pair.Value);

    private static V1ReplicaSet WithAnnotations(V1ReplicaSet set, SortedDictionary<string, string> annotations) =>
        Same(set.Metadata.Annotations, annotations) ? set : set with { Metadata = set.Metadata with { Annotations = annotations } };
}
