using Argus.Kube.Api.Batch;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.CronJobs;

/// <summary>What to do for a CronJob.</summary>
internal sealed record CronJobPlan
{
    /// <summary>The job to create; null for none.</summary>
    public V1Job? Create { get; init; }

    /// <summary>Jobs to delete: beyond the history that is kept, or to be replaced.</summary>
    public IReadOnlyList<V1Job> Delete { get; init; } = [];

    /// <summary>The status, without the job to create.</summary>
    public required V1CronJobStatus Status { get; init; }

    /// <summary>What is worth telling.</summary>
    public PlannedEvent? Told { get; init; }

    /// <summary>How long until the next time of the schedule; null where there is none.</summary>
    public TimeSpan? LookAgain { get; init; }
}
