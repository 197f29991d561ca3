using Argus.Kube.Api.Apps;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>A Deployment's status from what its ReplicaSets report.</summary>
internal static class DeploymentStatus
{
    /// <summary>Counts, and the conditions Available, Progressing and ReplicaFailure.</summary>
    public static V1DeploymentStatus Compute(V1Deployment deployment, DeploymentSettings settings, Fleet observed, Fleet planned, V1ReplicaSet? created, DateTimeOffset now)
    {
        int available = observed.Available;
        int wanted = planned.Wanted + (created is null ? 0 : Fleet.Replicas(created));
        var status = new V1DeploymentStatus
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = OrNull(observed.All.Sum(set => set.Status?.Replicas ?? 0)),
            UpdatedReplicas = OrNull(observed.New?.Status?.Replicas ?? 0),
            ReadyReplicas = OrNull(observed.All.Sum(set => set.Status?.ReadyReplicas ?? 0)),
            AvailableReplicas = OrNull(available),
            UnavailableReplicas = OrNull(Math.Max(wanted - available, 0)),
            TerminatingReplicas = observed.All.Sum(set => set.Status?.TerminatingReplicas ?? 0),
            CollisionCount = deployment.Status?.CollisionCount,
        };

        var conditions = (deployment.Status?.Conditions ?? []).ToList();
        DeploymentConditions.Set(conditions, available >= settings.Replicas - settings.MaxUnavailable
            ? ("Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.")
            : ("Available", false, "MinimumReplicasUnavailable", "Deployment does not have minimum availability."), now);
        Progress(deployment, settings, status, observed, created, conditions, now);
        Failure(observed, conditions, now);
        return status with { Conditions = conditions };
    }

    /// <summary>All pods are of the present template and available, and no other is left.</summary>
    public static bool IsComplete(DeploymentSettings settings, V1DeploymentStatus status) =>
        (status.UpdatedReplicas ?? 0) == settings.Replicas
        && (status.Replicas ?? 0) == settings.Replicas
        && (status.AvailableReplicas ?? 0) == settings.Replicas;

    /// <summary>How long until the rollout counts as failed; null when that cannot happen now.</summary>
    public static TimeSpan? Deadline(DeploymentSettings settings, V1DeploymentStatus status, DateTimeOffset now)
    {
        var progress = status.Conditions?.FirstOrDefault(condition => condition.Type == "Progressing");
        if (settings.ProgressDeadline is not { } deadline || settings.Paused || progress is null or { Status: "False" } || progress.Reason == DeploymentConditions.Done)
            return null;
        var left = progress.LastUpdateTime + deadline - now;
        return left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(50) : TimeSpan.FromMilliseconds(50);
    }

    private static void Progress(
        V1Deployment deployment, DeploymentSettings settings, V1DeploymentStatus status, Fleet observed, V1ReplicaSet? created, List<V1DeploymentCondition> conditions, DateTimeOffset now)
    {
        var old = conditions.FirstOrDefault(condition => condition.Type == "Progressing");
        if (settings.ProgressDeadline is not { } deadline)
        {
            conditions.RemoveAll(condition => condition.Type == "Progressing");
            return;
        }

        if (DeploymentConditions.Pausing(settings.Paused, old) is { } pausing)
        {
            DeploymentConditions.Set(conditions, pausing, now);
            return;
        }

        if (settings.Paused)
            return;
        string? name = (created ?? observed.New)?.Metadata.Name;
        if (created is not null)
            DeploymentConditions.Set(conditions, ("Progressing", true, "NewReplicaSetCreated", $"Created new replica set \"{name}\""), now);
        else if (old is null && name is not null)
            DeploymentConditions.Set(conditions, ("Progressing", true, "FoundNewReplicaSet", $"Found new replica set \"{name}\""), now);
        if (created is not null || (status.Replicas == status.UpdatedReplicas && old?.Reason == DeploymentConditions.Done))
            return;

        string subject = name is null ? $"Deployment \"{deployment.Metadata.Name}\"" : $"ReplicaSet \"{name}\"";
        if (IsComplete(settings, status))
            DeploymentConditions.Set(conditions, ("Progressing", true, DeploymentConditions.Done, $"{subject} has successfully progressed."), now);
        else if (HasProgressed(deployment.Status, status))
            DeploymentConditions.Renew(conditions, ("Progressing", true, "ReplicaSetUpdated", $"{subject} is progressing."), now);
        else if (old is not (null or { Status: "False" }) && old.Reason != DeploymentConditions.Done && old.LastUpdateTime + deadline < now)
            DeploymentConditions.Set(conditions, ("Progressing", false, "ProgressDeadlineExceeded", $"{subject} has timed out progressing."), now);
    }

    private static bool HasProgressed(V1DeploymentStatus? before, V1DeploymentStatus after) =>
        (after.UpdatedReplicas ?? 0) > (before?.UpdatedReplicas ?? 0)
        || (after.Replicas ?? 0) - (after.UpdatedReplicas ?? 0) < (before?.Replicas ?? 0) - (before?.UpdatedReplicas ?? 0)
        || (after.ReadyReplicas ?? 0) > (before?.ReadyReplicas ?? 0)
        || (after.AvailableReplicas ?? 0) > (before?.AvailableReplicas ?? 0);

    private static void Failure(Fleet observed, List<V1DeploymentCondition> conditions, DateTimeOffset now)
    {
        var failure = observed.All.Reverse()
            .SelectMany(set => set.Status?.Conditions ?? [])
            .FirstOrDefault(condition => condition is { Type: "ReplicaFailure", Status: "True" });
        if (failure is null)
            conditions.RemoveAll(condition => condition.Type == "ReplicaFailure");
        else
            DeploymentConditions.Set(conditions, ("ReplicaFailure", true, failure.Reason ?? "", failure.Message ?? ""), now);
    }

    private static int? OrNull(int count) => count == 0 ? null : count;
}
