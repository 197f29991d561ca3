using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Meta;
using Argus.Kube.Cron;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning.Schedules;

/// <summary>From a DatasetSchedule to its two CronJobs and the next step of promoting, and from these to its status. Pure.</summary>
internal static class SchedulePlanner
{
    private const string InvalidSpec = "InvalidSpec";

    // What takes a name is seen by looking.
    private static readonly TimeSpan TakenWait = TimeSpan.FromSeconds(30);

    /// <summary>The plan for one DatasetSchedule.</summary>
    /// <param name="resource">It, with the status that it has.</param>
    /// <param name="observed">What is around it.</param>
    /// <param name="options">About the cluster.</param>
    /// <param name="now">The time.</param>
    public static SchedulePlan Compute(DatasetSchedule resource, ObservedSchedule observed, PlanOptions options, DateTimeOffset now)
    {
        if (resource.Metadata.DeletionTimestamp is not null)
            return new SchedulePlan(Plan.Nothing, null, null);
        var violations = Check(resource);
        if (violations.Count > 0)
            return Report(resource, observed, (InvalidSpec, string.Join("; ", violations)), Plan.Nothing, now);

        JsonObject[] wanted =
        [
            WantedChildren.Stamp(CronJobManifest.Render(resource, CronJobManifest.Daily, resource.Spec.Daily, options)),
            WantedChildren.Stamp(CronJobManifest.Render(resource, CronJobManifest.Monthly, resource.Spec.Monthly, options)),
        ];
        var children = new WantedChildren(resource.Metadata.Uid, observed.Children);
        if (children.Foreign(wanted) is [var foreign, ..])
        {
            string why = $"{foreign.Reference} is there and belongs to {foreign.Controller?.Kind ?? "nobody"}; delete it, or give the DatasetSchedule another name.";
            return Report(resource, observed, (Planner.NameTaken, why), Plan.Nothing with { Next = TakenWait }, now);
        }

        var act = new Plan { Deletes = [.. children.Deletes(wanted, new HashSet<string>())], Applies = [.. children.Applies(wanted)] };
        return Report(resource, observed, observed.Refusal is { } refusal ? ("Refused", $"The API server refuses {refusal.TrimEnd('.')}.") : null, act, now);
    }

    private static List<Violation> Check(DatasetSchedule resource)
    {
        List<Violation> found = [];
        if (CronJobManifest.WhyNot(resource.Metadata.Name!) is { } name)
            found.Add(new Violation(InvalidSpec, "metadata.name", name));
        foreach (var (flow, when) in Flows(resource.Spec))
        {
            if (!CronSchedule.TryParse(when.Schedule!, out _, out string? why))
                found.Add(new Violation(InvalidSpec, $"spec.{flow}.schedule", why));
        }

        if (resource.Spec.StartingDeadlineSeconds < 60)
            found.Add(new Violation(InvalidSpec, "spec.startingDeadlineSeconds", "must be at least 60"));
        return found;
    }

    private static (string Flow, FlowSchedule When)[] Flows(DatasetScheduleSpec spec) => [(CronJobManifest.Daily, spec.Daily), (CronJobManifest.Monthly, spec.Monthly)];

    private static SchedulePlan Report(DatasetSchedule resource, ObservedSchedule observed, (string Reason, string Message)? trouble, Plan act, DateTimeOffset now)
    {
        var flows = Flows(resource.Spec).Select(f => Status(resource, observed, f.Flow, f.When, now)).ToArray();
        var promotion = PromotionPlanner.Compute(resource, observed.Promotion, now);
        bool isSuspended = resource.Spec.Daily.Suspend && resource.Spec.Monthly.Suspend;
        var status = new DatasetScheduleStatus
        {
            ObservedGeneration = resource.Metadata.Generation,
            Conditions =
            [
                trouble is { } wrong ? Condition(resource, DatasetScheduleStatus.Ready, "False", wrong.Reason, wrong.Message, now)
                    : isSuspended ? Condition(resource, DatasetScheduleStatus.Ready, "True", "Suspended", "Both flows are suspended: nothing runs.", now)
                    : Condition(resource, DatasetScheduleStatus.Ready, "True", "Scheduled", "The daily and monthly runs are scheduled.", now),
                Succeeding(resource, flows, now),
                .. promotion is null ? (V1Condition[])[] : [promotion.Condition],
            ],
            Daily = flows[0],
            Monthly = flows[1],
            Promotion = promotion?.Status,
        };
        return new SchedulePlan(
            act with
            {
                Events = [.. Events(resource.Status, status)],
                Next = act.Next ?? Next(flows, now),
            },
            promotion?.Patch,
            IsSame(resource.Status, status) ? null : status);
    }

    private static FlowStatus Status(DatasetSchedule resource, ObservedSchedule observed, string flow, FlowSchedule when, DateTimeOffset now)
    {
        string name = CronJobManifest.NameOf(resource.Metadata.Name!, flow);
        var cron = observed.CronJobs.FirstOrDefault(c => c.Metadata.Name == name && c.Metadata.OwnerReferences?.Any(o => o.Uid == resource.Metadata.Uid) == true);
        return new FlowStatus
        {
            CronJob = cron is null ? null : name,
            Active = cron?.Status?.Active?.Count ?? 0,
            LastScheduleTime = cron?.Status?.LastScheduleTime,
            LastSuccessfulTime = cron?.Status?.LastSuccessfulTime,
            NextScheduleTime = !when.Suspend && CronSchedule.TryParse(when.Schedule!, out var schedule, out _) ? schedule.After(now, TimeZoneInfo.Utc) : null,
        };
    }

    // A run that is not over yet says nothing.
    private static V1Condition Succeeding(DatasetSchedule resource, FlowStatus[] flows, DateTimeOffset now)
    {
        string[] failed = [.. flows.Where(f => f is { Active: 0, LastScheduleTime: { } last } && !(f.LastSuccessfulTime >= last)).Select(f => f.CronJob!)];
        return failed.Length > 0 ? Condition(resource, DatasetScheduleStatus.Succeeding, "False", "LastRunFailed", $"The last run of {string.Join(" and ", failed)} did not succeed; the next goes on from there. Its Jobs and `argus dataset runs` tell why.", now)
            : flows.Any(f => f.LastSuccessfulTime is not null) ? Condition(resource, DatasetScheduleStatus.Succeeding, "True", "LastRunsSucceeded", "The last runs ended well.", now)
            : Condition(resource, DatasetScheduleStatus.Succeeding, "Unknown", "NothingRan", "No run has ended yet.", now);
    }

    private static V1Condition Condition(DatasetSchedule resource, string type, string status, string reason, string message, DateTimeOffset now)
    {
        var before = resource.Status?.Conditions?.FirstOrDefault(c => c.Type == type);
        var since = before?.Status == status ? before.LastTransitionTime : new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        return new V1Condition(type, status, reason, message, since, resource.Metadata.Generation ?? 0);
    }

    private static IEnumerable<PlannedEvent> Events(DatasetScheduleStatus? before, DatasetScheduleStatus after)
    {
        foreach (var condition in after.Conditions!)
        {
            var was = before?.Conditions?.FirstOrDefault(c => c.Type == condition.Type);
            // Of what is not known there is nothing to say, but that a canary begins.
            bool isTold = condition.Status != "Unknown" || condition.Reason == PromotionStatus.Judging;
            if (isTold && (was?.Status != condition.Status || was.Reason != condition.Reason))
                yield return new PlannedEvent(condition.Status == "False" ? "Warning" : "Normal", condition.Reason, condition.Message ?? "");
        }
    }

    // A second late rather than early: the time must have come.
    private static TimeSpan? Next(FlowStatus[] flows, DateTimeOffset now) =>
        flows.Min(f => f.NextScheduleTime) is { } next ? next - now + TimeSpan.FromSeconds(1) : null;

    private static bool IsSame(DatasetScheduleStatus? before, DatasetScheduleStatus after) => before is not null && JsonElement.DeepEquals(Tree(before), Tree(after));

    private static JsonElement Tree(DatasetScheduleStatus status) => JsonSerializer.SerializeToElement(new DatasetSchedule { Status = status }, ArgusJson.Default.DatasetSchedule);
}
