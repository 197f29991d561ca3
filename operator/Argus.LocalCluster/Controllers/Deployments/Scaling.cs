using Argus.Kube.Api.Apps;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>What a changed number of replicas means for a Deployment that has several ReplicaSets, or is paused.</summary>
internal static class Scaling
{
    /// <summary>Whether the wanted number changed since the ReplicaSets were last set.</summary>
    public static bool IsDue(Fleet fleet, DeploymentSettings settings) =>
        fleet.All.Any(set => Fleet.Replicas(set) > 0
            && Revisions.Number(set, Revisions.DesiredReplicas) is { } desired
            && desired != settings.Replicas);

    /// <summary>A single active ReplicaSet gets the number; several share it in proportion, so that a rollout under way keeps its balance.</summary>
    public static Fleet Step(Fleet fleet, DeploymentSettings settings)
    {
        if (ActiveOrLatest(fleet) is { } only)
            return fleet.With(set => set == only ? settings.Replicas : Fleet.Replicas(set));
        if (IsSaturated(fleet.New, settings))
            return fleet.With(set => set == fleet.New ? Fleet.Replicas(set) : 0);
        return settings.Recreate ? fleet : Share(fleet, settings);
    }

    private static V1ReplicaSet? ActiveOrLatest(Fleet fleet)
    {
        var active = fleet.All.Where(set => Fleet.Replicas(set) > 0).ToList();
        return active.Count switch
        {
            0 => fleet.New ?? (fleet.Old is [.., var last] ? last : null),
            1 => active[0],
            _ => null,
        };
    }

    private static bool IsSaturated(V1ReplicaSet? set, DeploymentSettings settings) =>
        set is not null
        && Fleet.Replicas(set) == settings.Replicas
        && (set.Status?.AvailableReplicas ?? 0) == settings.Replicas
        && Revisions.Number(set, Revisions.DesiredReplicas) == settings.Replicas;

    private static Fleet Share(Fleet fleet, DeploymentSettings settings)
    {
        int allowed = settings.Replicas > 0 ? settings.Replicas + settings.MaxSurge : 0;
        int difference = allowed - fleet.Wanted;
        // The largest first; among equals the newer when growing and the older when shrinking.
        var active = fleet.All.Where(set => Fleet.Replicas(set) > 0).ToList();
        if (difference > 0)
            active.Reverse();
        active = [.. active.OrderByDescending(Fleet.Replicas)];

        var replicas = new Dictionary<V1ReplicaSet, int>(ReferenceEqualityComparer.Instance);
        int left = difference;
        foreach (var set in active)
        {
            int before = Revisions.Number(set, Revisions.MaxReplicas) is { } max and > 0 ? max : settings.Replicas;
            int share = (int)Math.Round((double)Fleet.Replicas(set) * allowed / before, MidpointRounding.AwayFromZero) - Fleet.Replicas(set);
            share = difference > 0 ? Math.Clamp(share, 0, left) : Math.Clamp(share, Math.Min(left, 0), 0);
            replicas[set] = Fleet.Replicas(set) + share;
            left -= share;
        }

        // What rounding left over goes to the first.
        if (left != 0 && active.Count > 0)
            replicas[active[0]] = Math.Max(replicas[active[0]] + left, 0);
        return fleet.With(set => replicas.GetValueOrDefault(set, Fleet.Replicas(set)));
    }
}
