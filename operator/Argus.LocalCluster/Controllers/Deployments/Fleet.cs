using Argus.Kube.Api.Apps;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>The ReplicaSets of a Deployment: the one with its present template, and the others by age.</summary>
internal sealed record Fleet(V1ReplicaSet? New, IReadOnlyList<V1ReplicaSet> Old)
{
    /// <summary>All, the new one last.</summary>
    public IEnumerable<V1ReplicaSet> All => New is null ? Old : Old.Append(New);

    /// <summary>Pods that all should have.</summary>
    public int Wanted => All.Sum(Replicas);

    /// <summary>Pods that all have or will have: one that was scaled down has its pods until it says otherwise.</summary>
    public int Present => All.Sum(set => Math.Max(Replicas(set), set.Status?.Replicas ?? 0));

    /// <summary>Pods that are available in all.</summary>
    public int Available => All.Sum(set => set.Status?.AvailableReplicas ?? 0);

    /// <summary>Divides them; of several with the present template the oldest is the new one.</summary>
    public static Fleet Of(V1Deployment deployment, IEnumerable<V1ReplicaSet> owned)
    {
        var sets = owned
            .OrderBy(set => set.Metadata.CreationTimestamp)
            .ThenBy(set => set.Metadata.Name, StringComparer.Ordinal)
            .ToList();
        var current = sets.FirstOrDefault(set => PodTemplates.Same(set.Spec?.Template, deployment.Spec!.Template));
        return new Fleet(current, sets.Where(set => set != current).ToList());
    }

    public static int Replicas(V1ReplicaSet set) => set.Spec?.Replicas ?? 1;

    /// <summary>With other numbers for some.</summary>
    public Fleet With(Func<V1ReplicaSet, int> replicas) =>
        new(New is null ? null : Scaled(New, replicas(New)), Old.Select(set => Scaled(set, replicas(set))).ToList());

    public static V1ReplicaSet Scaled(V1ReplicaSet set, int replicas) =>
        Replicas(set) == replicas ? set : set with { Spec = set.Spec! with { Replicas = replicas } };
}
