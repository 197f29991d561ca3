using Argus.Kube.Api.Apps;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>The next step of a rolling update: up before down, one of both at a time.</summary>
internal static class RollingUpdate
{
    /// <summary>The same fleet when nothing can be done now.</summary>
    public static Fleet Step(Fleet fleet, DeploymentSettings settings)
    {
        if (fleet.New is null)
            return fleet;
        int grown = NewReplicas(fleet, settings);
        return grown != Fleet.Replicas(fleet.New)
            ? fleet with { New = Fleet.Scaled(fleet.New, grown) }
            : Shrink(fleet, settings);
    }

    /// <summary>Pods that the new ReplicaSet may have now.</summary>
    public static int NewReplicas(Fleet fleet, DeploymentSettings settings)
    {
        int current = fleet.New is null ? 0 : Fleet.Replicas(fleet.New);
        if (current >= settings.Replicas)
            return settings.Replicas;
        int room = settings.Replicas + settings.MaxSurge - fleet.Present;
        return current + Math.Clamp(room, 0, settings.Replicas - current);
    }

    private static Fleet Shrink(Fleet fleet, DeploymentSettings settings)
    {
        int floor = settings.Replicas - settings.MaxUnavailable;
        int newUnavailable = Fleet.Replicas(fleet.New!) - (fleet.New!.Status?.AvailableReplicas ?? 0);
        int removable = fleet.Wanted - floor - newUnavailable;
        if (removable <= 0)
            return fleet;

        // Pods that are not available cost nothing; then as many available ones as the floor allows.
        var (cleaned, spent) = TakeUnavailable(fleet.Old, removable);
        int spare = fleet.Available - floor;
        return fleet with { Old = TakeAvailable(cleaned, Math.Min(spare, removable - spent)) };
    }

    private static (List<V1ReplicaSet> Sets, int Taken) TakeUnavailable(IReadOnlyList<V1ReplicaSet> old, int limit)
    {
        int taken = 0;
        var sets = new List<V1ReplicaSet>(old.Count);
        foreach (var set in old)
        {
            int unavailable = Math.Max(Fleet.Replicas(set) - (set.Status?.AvailableReplicas ?? 0), 0);
            int take = Math.Min(unavailable, limit - taken);
            taken += take;
            sets.Add(Fleet.Scaled(set, Fleet.Replicas(set) - take));
        }

        return (sets, taken);
    }

    private static List<V1ReplicaSet> TakeAvailable(List<V1ReplicaSet> old, int limit)
    {
        var sets = new List<V1ReplicaSet>(old.Count);
        foreach (var set in old)
        {
            int take = Math.Clamp(limit, 0, Fleet.Replicas(set));
            limit -= take;
            sets.Add(Fleet.Scaled(set, Fleet.Replicas(set) - take));
        }

        return sets;
    }
}
