using Argus.Kube.Api.Core;

namespace Argus.Kube.Api.Batch;

/// <summary>What became of a schedule.</summary>
public sealed record V1CronJobStatus
{
    public IReadOnlyList<V1ObjectReference>? Active { get; init; }

    public DateTimeOffset? LastScheduleTime { get; init; }

    public DateTimeOffset? LastSuccessfulTime { get; init; }
}
