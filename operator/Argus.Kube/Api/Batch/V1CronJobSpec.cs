namespace Argus.Kube.Api.Batch;

/// <summary>When jobs begin, and which.</summary>
public sealed record V1CronJobSpec
{
    public string? ConcurrencyPolicy { get; init; }

    public int? FailedJobsHistoryLimit { get; init; }

    public V1JobTemplateSpec? JobTemplate { get; init; }

    public required string Schedule { get; init; }

    public long? StartingDeadlineSeconds { get; init; }

    public int? SuccessfulJobsHistoryLimit { get; init; }

    public bool? Suspend { get; init; }

    public string? TimeZone { get; init; }
}
