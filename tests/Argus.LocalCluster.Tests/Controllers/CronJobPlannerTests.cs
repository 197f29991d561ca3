using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Meta;
using Argus.LocalCluster.Controllers.CronJobs;
using static Argus.LocalCluster.Tests.Controllers.TestObjects;

namespace Argus.LocalCluster.Tests.Controllers;

public class CronJobPlannerTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Compute_BeforeItsTime_Waits()
    {
        var plan = CronJobPlanner.Compute(Cron(), [], Midnight.AddSeconds(-30));

        Assert.Null(plan.Create);
        Assert.Equal(TimeSpan.FromSeconds(30), plan.LookAgain);
    }

    [Fact]
    public void Compute_AtItsTime_BeginsAJobOnce()
    {
        var plan = CronJobPlanner.Compute(Cron(), [], Midnight);
        var after = CronJobPlanner.Compute(Cron() with { Status = plan.Status }, [plan.Create!], Midnight.AddSeconds(1));

        Assert.Equal($"cron-{Midnight.ToUnixTimeSeconds() / 60}", plan.Create!.Metadata.Name);
        Assert.Equal("c-uid", Assert.Single(plan.Create.Metadata.OwnerReferences!).Uid);
        Assert.Equal(Midnight, plan.Status.LastScheduleTime);
        Assert.Null(after.Create);
        Assert.Single(after.Status.Active!);
    }

    [Fact]
    public void Compute_AfterDowntime_MakesUpForTheLastTime()
    {
        var plan = CronJobPlanner.Compute(Cron(), [], Midnight.AddDays(3).AddHours(5));

        Assert.Equal(Midnight.AddDays(3), plan.Status.LastScheduleTime);
    }

    [Fact]
    public void Compute_LaterThanTheDeadline_LeavesItOut()
    {
        var cron = Cron(spec => spec with { StartingDeadlineSeconds = 3600 });

        Assert.NotNull(CronJobPlanner.Compute(cron, [], Midnight.AddMinutes(59)).Create);
        Assert.Null(CronJobPlanner.Compute(cron, [], Midnight.AddMinutes(61)).Create);
    }

    [Fact]
    public void Compute_WhileTheOneBeforeRuns_GoesByThePolicy()
    {
        V1Job[] running = [Job("old", null)];

        var forbid = CronJobPlanner.Compute(Cron(spec => spec with { ConcurrencyPolicy = "Forbid" }), running, Midnight);
        var replace = CronJobPlanner.Compute(Cron(spec => spec with { ConcurrencyPolicy = "Replace" }), running, Midnight);
        var allow = CronJobPlanner.Compute(Cron(), running, Midnight);

        Assert.Equal((null, "JobAlreadyActive"), (forbid.Create, forbid.Told?.Reason));
        // The time is not used up: it is made up for when the other ends.
        Assert.Null(forbid.Status.LastScheduleTime);
        Assert.NotNull(replace.Create);
        Assert.Equal("old", Assert.Single(replace.Delete).Metadata.Name);
        Assert.NotNull(allow.Create);
        Assert.Empty(allow.Delete);
    }

    [Fact]
    public void Compute_MoreHistoryThanIsKept_DeletesTheOldest()
    {
        V1Job[] jobs = [Job("a", "Complete", 1), Job("b", "Complete", 2), Job("c", "Complete", 3), Job("d", "Failed", 4), Job("e", "Failed", 5), Job("f", null, 6)];

        var plan = CronJobPlanner.Compute(Cron(spec => spec with { SuccessfulJobsHistoryLimit = 2, FailedJobsHistoryLimit = 1 }), jobs, Midnight.AddSeconds(-1));

        Assert.Equal(["a", "d"], plan.Delete.Select(j => j.Metadata.Name));
    }

    [Fact]
    public void Compute_Suspended_BeginsNothing() =>
        Assert.Null(CronJobPlanner.Compute(Cron(spec => spec with { Suspend = true }), [], Midnight).Create);

    private static V1CronJob Cron(Func<V1CronJobSpec, V1CronJobSpec>? change = null)
    {
        var spec = new V1CronJobSpec { Schedule = "0 0 * * *", TimeZone = "Etc/UTC", JobTemplate = new V1JobTemplateSpec { Spec = new V1JobSpec { Template = Template("a:1") } } };
        return new V1CronJob
        {
            Metadata = new V1ObjectMeta { Name = "cron", Namespace = "ns", Uid = "c-uid", CreationTimestamp = Midnight.AddHours(-12) },
            Spec = change?.Invoke(spec) ?? spec,
        };
    }

    private static V1Job Job(string name, string? end, int minute = 0) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, Namespace = "ns", Uid = name },
        Status = new V1JobStatus
        {
            StartTime = Midnight.AddDays(-1).AddMinutes(minute),
            Conditions = end is null ? null : [new V1JobCondition { Type = end, Status = "True" }],
        },
    };
}
