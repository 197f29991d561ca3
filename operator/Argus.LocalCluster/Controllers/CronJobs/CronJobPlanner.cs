using System.Globalization;
using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Kube.Cron;
using Argus.LocalCluster.Controllers.Jobs;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.CronJobs;

/// <summary>Begins a CronJob's jobs. Of several times that were missed while nothing ran, the last is made up for.</summary>
internal static class CronJobPlanner
{
    private const int ManyMissed = 100;

    /// <param name="cron">The CronJob.</param>
    /// <param name="owned">All jobs that it controls.</param>
    /// <param name="now">The time.</param>
    public static CronJobPlan Compute(V1CronJob cron, IReadOnlyCollection<V1Job> owned, DateTimeOffset now)
    {
        var spec = cron.Spec!;
        var active = owned.Where(j => JobPlanner.EndOf(j) is null).OrderBy(j => j.Metadata.Name, StringComparer.Ordinal).ToList();
        var plan = new CronJobPlan { Status = Status(cron, owned, active), Delete = [.. TooOld(spec, owned)] };
        if (spec.Suspend == true || !CronSchedule.TryParse(spec.Schedule, out var schedule, out _) || CronSchedule.Zone(spec.TimeZone) is not { } zone)
            return plan;

        var (due, missed) = Due(cron, schedule, zone, now);
        var next = schedule.After(now, zone) - now;
        if (due is not { } time)
            return plan with { LookAgain = next };
        // It is looked at again when the job that runs ends.
        if (spec.ConcurrencyPolicy == "Forbid" && active.Count > 0)
            return plan with { LookAgain = next, Told = PlannedEvent.Normal("JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid") };
        bool isReplaced = spec.ConcurrencyPolicy == "Replace";
        return plan with
        {
            Create = Job(cron, time),
            Delete = isReplaced ? [.. plan.Delete, .. active] : plan.Delete,
            Status = plan.Status with { LastScheduleTime = time },
            Told = missed > ManyMissed ? PlannedEvent.Warning("TooManyMissedTimes", $"{missed} times were missed; the last is made up for. Set or lower startingDeadlineSeconds, or check the clock.") : null,
            LookAgain = next,
        };
    }

    // The last time that has come since the last that was used, and how many there were.
    private static (DateTimeOffset? Due, int Missed) Due(V1CronJob cron, CronSchedule schedule, TimeZoneInfo zone, DateTimeOffset now)
    {
        var from = cron.Status?.LastScheduleTime ?? cron.Metadata.CreationTimestamp ?? now;
        if (cron.Spec!.StartingDeadlineSeconds is { } deadline && now.AddSeconds(-deadline) > from)
            from = now.AddSeconds(-deadline);
        DateTimeOffset? due = null;
        int missed = 0;
        for (var time = schedule.After(from, zone); time is { } at && at <= now; time = schedule.After(at, zone))
            (due, missed) = (at, missed + 1);
        return (due, missed);
    }

    // Named by its time: of two controllers, or after a crash, only one can make it.
    private static V1Job Job(V1CronJob cron, DateTimeOffset time) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = $"{cron.Metadata.Name}-{(time.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture)}",
            Namespace = cron.Metadata.Namespace,
            Labels = cron.Spec!.JobTemplate?.Metadata?.Labels,
            Annotations = new Dictionary<string, string>(cron.Spec.JobTemplate?.Metadata?.Annotations ?? new Dictionary<string, string>())
            {
                ["batch.kubernetes.io/cronjob-scheduled-timestamp"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            },
            OwnerReferences = [Owners.Reference(cron, V1CronJob.Resource)],
        },
        Spec = cron.Spec.JobTemplate?.Spec,
    };

    private static V1CronJobStatus Status(V1CronJob cron, IReadOnlyCollection<V1Job> owned, List<V1Job> active) => new()
    {
        Active = active.Count == 0 ? null : [.. active.Select(j => new V1ObjectReference { ApiVersion = j.ApiVersion, Kind = j.Kind, Name = j.Metadata.Name, Namespace = j.Metadata.Namespace, Uid = j.Metadata.Uid, ResourceVersion = j.Metadata.ResourceVersion })],
        LastScheduleTime = cron.Status?.LastScheduleTime,
        LastSuccessfulTime = owned.Select(j => j.Status?.CompletionTime).Append(cron.Status?.LastSuccessfulTime).Max(),
    };

    private static IEnumerable<V1Job> TooOld(V1CronJobSpec spec, IReadOnlyCollection<V1Job> owned)
    {
        var ended = owned.Where(j => JobPlanner.EndOf(j) is not null && j.Metadata.DeletionTimestamp is null).OrderByDescending(j => j.Status!.StartTime).ThenByDescending(j => j.Metadata.Name, StringComparer.Ordinal).ToList();
        return ended.Where(j => JobPlanner.EndOf(j)!.Type == "Complete").Skip(spec.SuccessfulJobsHistoryLimit ?? 3)
            .Concat(ended.Where(j => JobPlanner.EndOf(j)!.Type == "Failed").Skip(spec.FailedJobsHistoryLimit ?? 1));
    }
}
