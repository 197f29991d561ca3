using System.Collections.Immutable;
using Argus.Kube.Api.Batch;

namespace Argus.Operator.Planning.Schedules;

/// <summary>What is around a DatasetSchedule, from one moment.</summary>
internal sealed record ObservedSchedule
{
    /// <summary>CronJobs that belong to it, and those of others that have the name which one of its own would get.</summary>
    public ImmutableArray<Child> Children { get; init; } = [];

    /// <summary>The same CronJobs with their status.</summary>
    public ImmutableArray<V1CronJob> CronJobs { get; init; } = [];

    /// <summary>Why the API server would not have what was planned; null where it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>What promoting depends on.</summary>
    public ObservedPromotion Promotion { get; init; } = new();
}
