using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Controllers.Jobs;

/// <summary>What to do for a Job.</summary>
internal sealed record JobPlan
{
    /// <summary>Pods to create.</summary>
    public int Create { get; init; }

    /// <summary>Pods to delete.</summary>
    public IReadOnlyList<V1Pod> Delete { get; init; } = [];

    /// <summary>Whether the job itself goes, for it ended long enough ago.</summary>
    public bool Expired { get; init; }

    /// <summary>The status.</summary>
    public required V1JobStatus Status { get; init; }

    /// <summary>When to look again without a change.</summary>
    public TimeSpan? LookAgain { get; init; }
}
