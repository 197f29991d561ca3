using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.ReplicaSets;

/// <summary>Keeps the number of a ReplicaSet's pods.</summary>
internal static class ReplicaSetPlanner
{
    /// <param name="set">The ReplicaSet.</param>
    /// <param name="owned">All pods that it controls, terminating and finished ones too.</param>
    /// <param name="createError">Why the last pod could not be created; null when it could.</param>
    /// <param name="now">The time.</param>
    public static ReplicaSetPlan Compute(V1ReplicaSet set, IReadOnlyCollection<V1Pod> owned, string? createError, DateTimeOffset now)
    {
        var active = owned.Where(PodFacts.IsActive).ToList();
        // A ReplicaSet on its way out leaves its pods to the garbage collector.
        int missing = set.Metadata.DeletionTimestamp is null ? (set.Spec?.Replicas ?? 1) - active.Count : 0;
        return new ReplicaSetPlan
        {
            Create = Math.Max(missing, 0),
            Delete = missing < 0 ? [.. Victims.Order(active, now).Take(-missing)] : [],
            Status = Status(set, owned, active, createError, now),
            LookAgain = NextAvailable(active, set.Spec?.MinReadySeconds ?? 0, now),
        };
    }

    /// <summary>The pod to create.</summary>
    public static V1Pod Pod(V1ReplicaSet set) => new()
    {
        Metadata = new V1ObjectMeta
        {
            GenerateName = $"{set.Metadata.Name}-",
            Namespace = set.Metadata.Namespace,
            Labels = set.Spec?.Template?.Metadata?.Labels,
            Annotations = set.Spec?.Template?.Metadata?.Annotations,
            Finalizers = set.Spec?.Template?.Metadata?.Finalizers,
            OwnerReferences = [Owners.Reference(set, V1ReplicaSet.Resource)],
        },
        Spec = set.Spec?.Template?.Spec,
    };

    // As the API server writes it: counts of zero are left out, but for replicas and terminatingReplicas.
    private static V1ReplicaSetStatus Status(V1ReplicaSet set, IReadOnlyCollection<V1Pod> owned, List<V1Pod> active, string? createError, DateTimeOffset now)
    {
        var labels = set.Spec?.Template?.Metadata?.Labels;
        int minReady = set.Spec?.MinReadySeconds ?? 0;
        return new V1ReplicaSetStatus
        {
            Replicas = active.Count,
            FullyLabeledReplicas = OrNull(active.Count(pod => LabelSelectors.Selects(labels, pod.Metadata.Labels))),
            ReadyReplicas = OrNull(active.Count(PodFacts.IsReady)),
            AvailableReplicas = OrNull(active.Count(pod => pod.IsAvailable(minReady, now))),
            TerminatingReplicas = owned.Count(pod => pod.IsTerminating() && !pod.IsFinished()),
            ObservedGeneration = set.Metadata.Generation,
            Conditions = Conditions(set, createError, now),
        };
    }

    private static List<V1ReplicaSetCondition>? Conditions(V1ReplicaSet set, string? createError, DateTimeOffset now)
    {
        var old = set.Status?.Conditions;
        var others = (old ?? []).Where(condition => condition.Type != "ReplicaFailure").ToList();
        if (createError is null)
            return others.Count == 0 ? null : others;
        var failure = old?.FirstOrDefault(condition => condition.Type == "ReplicaFailure");
        return
        [
            .. others,
            new V1ReplicaSetCondition
            {
                Type = "ReplicaFailure",
                Status = "True",
                Reason = "FailedCreate",
                Message = createError,
                LastTransitionTime = failure?.LastTransitionTime ?? now,
            },
        ];
    }

    private static TimeSpan? NextAvailable(List<V1Pod> active, int minReadySeconds, DateTimeOffset now)
    {
        if (minReadySeconds == 0)
            return null;
        var next = active
            .Where(pod => pod.IsReady() && !pod.IsAvailable(minReadySeconds, now))
            .Min(pod => pod.Condition("Ready")!.LastTransitionTime?.AddSeconds(minReadySeconds) - now);
        // Times are written in whole seconds: a moment later is surely late enough.
        return next + TimeSpan.FromMilliseconds(50);
    }

    private static int? OrNull(int count) => count == 0 ? null : count;
}
