using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.LocalCluster.Controllers.Jobs;
using static Argus.LocalCluster.Tests.Controllers.TestObjects;

namespace Argus.LocalCluster.Tests.Controllers;

public class JobPlannerTests
{
    [Fact]
    public void Compute_NewJob_StartsAPod()
    {
        var plan = JobPlanner.Compute(Job(), [], Now);

        Assert.Equal(1, plan.Create);
        Assert.Equal(Now, plan.Status.StartTime);
    }

    [Fact]
    public void Compute_PodRuns_WaitsForIt()
    {
        var plan = JobPlanner.Compute(Job(), [Pod("p")], Now);

        Assert.Equal((0, 1, 0), (plan.Create, plan.Status.Active, plan.Delete.Count));
        Assert.Null(JobPlanner.EndOf(Job() with { Status = plan.Status }));
    }

    [Fact]
    public void Compute_PodSucceeded_IsComplete()
    {
        var plan = JobPlanner.Compute(Job(), [Pod("p", phase: "Succeeded")], Now.AddMinutes(1));

        Assert.Equal(("Complete", 1), (JobPlanner.EndOf(Job() with { Status = plan.Status })?.Type, plan.Status.Succeeded));
        Assert.Equal(Now.AddMinutes(1), plan.Status.CompletionTime);
    }

    [Fact]
    public void Compute_PodFailed_IsTriedAgainAfterAWhile()
    {
        V1Pod[] pods = [Pod("p", phase: "Failed")];

        var soon = JobPlanner.Compute(Job(), pods, Now.AddSeconds(4));
        var later = JobPlanner.Compute(Job(), pods, Now.AddSeconds(10));

        Assert.Equal((0, TimeSpan.FromSeconds(6)), (soon.Create, soon.LookAgain));
        Assert.Equal((1, 1), (later.Create, later.Status.Failed));
    }

    [Fact]
    public void Compute_MoreFailuresThanAllowed_HasFailed()
    {
        var job = Job(spec => spec with { BackoffLimit = 1 });

        var plan = JobPlanner.Compute(job, [Pod("p", phase: "Failed"), Pod("q", phase: "Failed"), Pod("r")], Now.AddHours(1));

        Assert.Equal(("Failed", "BackoffLimitExceeded"), (JobPlanner.EndOf(job with { Status = plan.Status })?.Type, JobPlanner.EndOf(job with { Status = plan.Status })?.Reason));
        Assert.Equal("r", Assert.Single(plan.Delete).Metadata.Name);
        Assert.Null(plan.Status.CompletionTime);
    }

    [Fact]
    public void Compute_OverItsDeadline_HasFailed()
    {
        var job = Job(spec => spec with { ActiveDeadlineSeconds = 60 }) with { Status = new V1JobStatus { StartTime = Now } };

        Assert.Equal(TimeSpan.FromSeconds(1), JobPlanner.Compute(job, [Pod("p")], Now.AddSeconds(59)).LookAgain);
        Assert.Equal("DeadlineExceeded", JobPlanner.EndOf(job with { Status = JobPlanner.Compute(job, [Pod("p")], Now.AddSeconds(60)).Status })?.Reason);
    }

    [Fact]
    public void Compute_FinishedPodsAreGone_StayCounted()
    {
        var job = Job(spec => spec with { Completions = 3, Parallelism = 2 }) with { Status = new V1JobStatus { StartTime = Now, Succeeded = 2 } };

        var plan = JobPlanner.Compute(job, [], Now);

        Assert.Equal((1, 2), (plan.Create, plan.Status.Succeeded));
    }

    [Fact]
    public void Compute_Ended_GoesAfterItsTime()
    {
        var ended = new V1JobCondition { Type = "Complete", Status = "True", LastTransitionTime = Now };
        var job = Job(spec => spec with { TtlSecondsAfterFinished = 30 }) with { Status = new V1JobStatus { Conditions = [ended] } };

        Assert.False(JobPlanner.Compute(job, [], Now.AddSeconds(29)).Expired);
        Assert.True(JobPlanner.Compute(job, [], Now.AddSeconds(30)).Expired);
        Assert.Equal(0, JobPlanner.Compute(job, [], Now).Create);
    }

    [Fact]
    public void Compute_Suspended_RunsNothing()
    {
        var plan = JobPlanner.Compute(Job(spec => spec with { Suspend = true }), [Pod("p")], Now);

        Assert.Equal((0, 1), (plan.Create, plan.Delete.Count));
    }

    private static V1Job Job(Func<V1JobSpec, V1JobSpec>? change = null)
    {
        var spec = new V1JobSpec { Completions = 1, Parallelism = 1, Template = Template("a:1") };
        return new V1Job { Metadata = new V1ObjectMeta { Name = "job", Namespace = "ns", Uid = "j-uid" }, Spec = change?.Invoke(spec) ?? spec };
    }
}
