using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>Rolls a Deployment's pods from old ReplicaSets to the one of the present template.</summary>
internal static class DeploymentPlanner
{
    /// <param name="deployment">The Deployment.</param>
    /// <param name="owned">ReplicaSets that it controls.</param>
    /// <param name="oldPodsRun">Whether pods of other templates have not ended yet; only Recreate asks.</param>
    /// <param name="now">The time.</param>
    public static DeploymentPlan Compute(V1Deployment deployment, IReadOnlyCollection<V1ReplicaSet> owned, Func<Fleet, bool> oldPodsRun, DateTimeOffset now)
    {
        var settings = DeploymentSettings.Of(deployment);
        var observed = Fleet.Of(deployment, owned);
        if (deployment.Metadata.DeletionTimestamp is not null)
            return Finish(deployment, settings, observed, observed, null, now);

        if (settings.Paused || Scaling.IsDue(observed, settings))
            return Finish(deployment, settings, observed, Scaling.Step(observed, settings), null, now);

        var stamped = observed.New is null
            ? observed
            : observed with { New = Stamped(deployment, observed, settings) };
        if (settings.Recreate)
            return Recreate(deployment, settings, observed, stamped, oldPodsRun, now);
        if (stamped.New is null)
            return Finish(deployment, settings, observed, stamped, Fresh(deployment, settings, observed), now);
        return Finish(deployment, settings, observed, RollingUpdate.Step(stamped, settings), null, now);
    }

    private static DeploymentPlan Recreate(V1Deployment deployment, DeploymentSettings settings, Fleet observed, Fleet stamped, Func<Fleet, bool> oldPodsRun, DateTimeOffset now)
    {
        var emptied = stamped with { Old = stamped.Old.Select(set => Fleet.Scaled(set, 0)).ToList() };
        if (stamped.Old.Any(set => Fleet.Replicas(set) > 0) || oldPodsRun(observed))
            return Finish(deployment, settings, observed, emptied, null, now);
        if (stamped.New is null)
            return Finish(deployment, settings, observed, emptied, Fresh(deployment, settings, observed), now);
        return Finish(deployment, settings, observed, emptied with { New = Fleet.Scaled(stamped.New, settings.Replicas) }, null, now);
    }

    private static V1ReplicaSet Stamped(V1Deployment deployment, Fleet observed, DeploymentSettings settings)
    {
        var set = Revisions.Stamp(observed.New!, deployment, Revisions.Next(observed.Old));
        return (set.Spec!.MinReadySeconds ?? 0) == settings.MinReadySeconds
            ? set
            : set with { Spec = set.Spec with { MinReadySeconds = settings.MinReadySeconds } };
    }

    private static V1ReplicaSet Fresh(V1Deployment deployment, DeploymentSettings settings, Fleet observed)
    {
        string hash = PodTemplates.Hash(deployment.Spec!.Template, deployment.Status?.CollisionCount ?? 0);
        var template = deployment.Spec.Template;
        var labels = WithHash(template.Metadata?.Labels, hash);
        int replicas = settings.Recreate ? settings.Replicas : RollingUpdate.NewReplicas(observed, settings);
        var set = new V1ReplicaSet
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"{deployment.Metadata.Name}-{hash}",
                Namespace = deployment.Metadata.Namespace,
                Labels = labels,
                OwnerReferences = [Owners.Reference(deployment, V1Deployment.Resource)],
            },
            Spec = new V1ReplicaSetSpec
            {
                Replicas = replicas,
                MinReadySeconds = settings.MinReadySeconds == 0 ? null : settings.MinReadySeconds,
                Selector = new V1LabelSelector
                {
                    MatchLabels = WithHash(deployment.Spec.Selector.MatchLabels, hash),
                    MatchExpressions = deployment.Spec.Selector.MatchExpressions,
                },
                Template = template with { Metadata = (template.Metadata ?? new()) with { Labels = labels } },
            },
        };
        return Revisions.Note(Revisions.Stamp(set, deployment, Revisions.Next(observed.Old)), settings);
    }

    private static SortedDictionary<string, string> WithHash(IReadOnlyDictionary<string, string>? labels, string hash) =>
        new(labels?.ToDictionary() ?? [], StringComparer.Ordinal) { [PodTemplates.HashLabel] = hash };

    private static DeploymentPlan Finish(V1Deployment deployment, DeploymentSettings settings, Fleet observed, Fleet planned, V1ReplicaSet? create, DateTimeOffset now)
    {
        var before = observed.All.ToDictionary(set => set.Metadata.Name!, StringComparer.Ordinal);
        // Those that have pods, or get another number, remember by which numbers.
        var update = planned.All
            .Select(set => Fleet.Replicas(set) > 0 || Fleet.Replicas(set) != Fleet.Replicas(before[set.Metadata.Name!]) ? Revisions.Note(set, settings) : set)
            .Where(set => set != before[set.Metadata.Name!])
            .ToList();
        var current = create ?? planned.New;
        var status = DeploymentStatus.Compute(deployment, settings, observed, planned, create, now);
        return new DeploymentPlan
        {
            Create = create,
            Update = update,
            Delete = DeploymentStatus.IsComplete(settings, status) ? Surplus(observed, settings) : [],
            Revision = current is null ? null : (Revisions.Number(current, Revisions.Revision))?.ToString(),
            Status = status,
            LookAgain = DeploymentStatus.Deadline(settings, status, now),
            Events = Scalings(before, create, update),
        };
    }

    private static List<PlannedEvent> Scalings(Dictionary<string, V1ReplicaSet> before, V1ReplicaSet? create, List<V1ReplicaSet> update)
    {
        var events = new List<PlannedEvent>();
        if (create is not null && Fleet.Replicas(create) > 0)
            events.Add(PlannedEvent.Normal("ScalingReplicaSet", $"Scaled up replica set {create.Metadata.Name} from 0 to {Fleet.Replicas(create)}"));
        foreach (var set in update)
        {
            int from = Fleet.Replicas(before[set.Metadata.Name!]), to = Fleet.Replicas(set);
            if (from != to)
                events.Add(PlannedEvent.Normal("ScalingReplicaSet", $"Scaled {(to > from ? "up" : "down")} replica set {set.Metadata.Name} from {from} to {to}"));
        }

        return events;
    }

    private static List<V1ReplicaSet> Surplus(Fleet fleet, DeploymentSettings settings)
    {
        var empty = fleet.Old
            .Where(set => Fleet.Replicas(set) == 0
                && set.Status is { Replicas: 0 }
                && set.Status.ObservedGeneration >= set.Metadata.Generation
                && set.Metadata.DeletionTimestamp is null)
            .OrderBy(set => Revisions.Number(set, Revisions.Revision) ?? 0)
            .ToList();
        return empty[..Math.Max(empty.Count - settings.HistoryLimit, 0)];
    }
}
