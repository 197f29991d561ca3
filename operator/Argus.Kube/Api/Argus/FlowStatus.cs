namespace Argus.Kube.Api.Argus;

/// <summary>Runs of one flow.</summary>
public sealed record FlowStatus
{
    /// <summary>The CronJob that begins them.</summary>
    public string? CronJob { get; init; }

    /// <summary>Runs under way.</summary>
    public int? Active { get; init; }

    /// <summary>The time that the last run was for.</summary>
    public DateTimeOffset? LastScheduleTime { get; init; }

    /// <summary>When a run last ended well.</summary>
    public DateTimeOffset? LastSuccessfulTime { get; init; }

    /// <summary>When the next begins; null where none does.</summary>
    public DateTimeOffset? NextScheduleTime { get; init; }
}
