using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Controllers.ReplicaSets;

/// <summary>What to do for a ReplicaSet.</summary>
internal sealed record ReplicaSetPlan
{
    /// <summary>Pods to create.</summary>
    public required int Create { get; init; }

    /// <summary>Pods to delete, the least useful first.</summary>
    public required IReadOnlyList<V1Pod> Delete { get; init; }

    /// <summary>The status as the pods are now, before anything is created or deleted.</summary>
    public required V1ReplicaSetStatus Status { get; init; }

    /// <summary>When a ready pod becomes available without further notice.</summary>
    public TimeSpan? LookAgain { get; init; }
}
