namespace Argus.Kube.Api.Argus;

/// <summary>When datasets are made, and by which pods.</summary>
/// <param name="StartingDeadlineSeconds">Seconds within which a missed time is made up for.</param>
/// <param name="Retries">How often a run that failed is begun again.</param>
/// <param name="KeepSucceeded">Complete Jobs that are kept.</param>
/// <param name="KeepFailed">Failed Jobs that are kept.</param>
public sealed record DatasetScheduleSpec(long StartingDeadlineSeconds = 21_600, int Retries = 3, int KeepSucceeded = 3, int KeepFailed = 3)
{
    /// <summary>The collection of a day's predictions.</summary>
    public FlowSchedule Daily { get; init => field = (value ?? new()) with { Schedule = value?.Schedule ?? "0 0 * * *" }; } = new() { Schedule = "0 0 * * *" };

    /// <summary>The making of a month's datasets.</summary>
    public FlowSchedule Monthly { get; init => field = (value ?? new()) with { Schedule = value?.Schedule ?? "0 1 1 * *" }; } = new() { Schedule = "0 1 1 * *" };

    /// <summary>Seconds after which a run is stopped; null for none.</summary>
    public long? ActiveDeadlineSeconds { get; init; }

    public PromoteSpec? Promote { get; init; }

    public PodSpec? Pod { get; init; }
}
