using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Operator.Planning;
using Argus.Operator.Planning.Schedules;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Crds;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Operator.Tests.Planning.Schedules;

public sealed class SchedulePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Midnight = new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Compute_Sample_MakesTwoCronJobsThatKubernetesTakes()
    {
        var sample = TestYaml.ReadFile(Path.Combine(TestData.Repository, "samples", "datasets", "schedule.yaml")).Single();
        Assert.Empty(new SchemaCheck(null).Check(Crd.DatasetSchedules.Schema, sample));

        var applies = Compute(Schedule(sample), new()).Act.Applies;

        Assert.Equal(["styles-daily", "styles-monthly"], applies.Select(a => a.Name));
        var daily = applies[0].Body["spec"]!;
        Assert.Equal(("0 0 * * *", "Etc/UTC", "Forbid", 21600L), ((string)daily["schedule"]!, (string)daily["timeZone"]!, (string)daily["concurrencyPolicy"]!, (long)daily["startingDeadlineSeconds"]!));
        var pod = daily["jobTemplate"]!["spec"]!["template"]!["spec"]!;
        Assert.Equal("Never", (string)pod["restartPolicy"]!);
        Assert.Equal("""["daily"]""", pod["containers"]![0]!["args"]!.ToJsonString());
        Assert.Contains("secretKeyRef", pod["containers"]![0]!["env"]!.ToJsonString());
        Assert.Equal("0 1 1 * *", (string)applies[1].Body["spec"]!["schedule"]!);
        Assert.All(applies, a => Assert.Equal("uid", (string)a.Body["metadata"]!["ownerReferences"]![0]!["uid"]!));
    }

    [Fact]
    public void Compute_AppliedPlan_AppliesNothingMore()
    {
        var schedule = Schedule();
        var first = Compute(schedule, new());
        var observed = new ObservedSchedule { Children = [.. first.Act.Applies.Select(AsThere)], CronJobs = [.. first.Act.Applies.Select(a => Cron(a.Name))] };
        var second = Compute(schedule with { Status = first.Status }, observed);
        var third = Compute(schedule with { Status = second.Status }, observed);

        Assert.Empty(second.Act.Applies);
        Assert.Empty(second.Act.Deletes);
        Assert.Null(third.Status);
        Assert.Empty(third.Act.Events);
    }

    [Fact]
    public void Compute_ChildThatWasChangedByHand_IsSetRight()
    {
        var schedule = Schedule();
        var applies = Compute(schedule, new()).Act.Applies;
        var changed = (JsonObject)applies[0].Body.DeepClone();
        changed["spec"]!["schedule"] = "5 5 * * *";

        var plan = Compute(schedule, new ObservedSchedule { Children = [AsThere(applies[0] with { Body = changed }), AsThere(applies[1])] });

        Assert.Equal("styles-daily", Assert.Single(plan.Act.Applies).Name);
    }

    [Fact]
    public void Compute_NameOfAnother_IsLeftAlone()
    {
        var foreign = AsThere(Compute(Schedule() with { Metadata = Metadata("styles", "other") }, new()).Act.Applies[0]);

        var plan = Compute(Schedule(), new ObservedSchedule { Children = [foreign] });

        Assert.True(plan.Act.Applies.IsEmpty && plan.Act.Deletes.IsEmpty);
        Assert.Equal(("False", "NameTaken"), Ready(plan));
        Assert.NotNull(plan.Act.Next);
    }

    [Fact]
    public void Compute_BadSpec_AppliesNothingAndTellsAll()
    {
        var resource = Schedule() with { Metadata = Metadata(new string('x', 60), "uid") };
        resource = resource with { Spec = resource.Spec with { Daily = new FlowSchedule { Schedule = "61 * * * *" }, Monthly = new FlowSchedule { Schedule = "daily" } } };

        var plan = Compute(resource, new());

        Assert.Empty(plan.Act.Applies);
        Assert.Equal(("False", "InvalidSpec"), Ready(plan));
        string message = plan.Status!.Conditions![0].Message!;
        Assert.Contains("metadata.name", message);
        Assert.Contains("spec.daily.schedule", message);
        Assert.Contains("spec.monthly.schedule", message);
    }

    [Fact]
    public void Compute_Runs_AreTold()
    {
        var daily = Cron("styles-daily") with { Status = new V1CronJobStatus { LastScheduleTime = Midnight, LastSuccessfulTime = Midnight.AddMinutes(2) } };
        var monthly = Cron("styles-monthly") with { Status = new V1CronJobStatus { Active = [new V1ObjectReference { Name = "j" }], LastScheduleTime = Midnight } };

        var status = Compute(Schedule(), new ObservedSchedule { CronJobs = [daily, monthly] }).Status!;

        Assert.Equal((Midnight, Midnight.AddMinutes(2), Midnight.AddDays(1), 0), (status.Daily!.LastScheduleTime, status.Daily.LastSuccessfulTime, status.Daily.NextScheduleTime, status.Daily.Active));
        Assert.Equal((1, new DateTimeOffset(2026, 4, 1, 1, 0, 0, TimeSpan.Zero)), (status.Monthly!.Active, status.Monthly.NextScheduleTime));
        Assert.Equal("True", status.Conditions!.Single(c => c.Type == DatasetScheduleStatus.Succeeding).Status);
        Assert.Empty(new SchemaCheck(null).Check(Crd.DatasetSchedules.Schema, JsonSerializer.SerializeToNode(Schedule() with { Status = status }, ArgusJson.Default.DatasetSchedule)));
    }

    [Fact]
    public void Compute_LastRunFailed_SaysSoOnce()
    {
        var failed = Cron("styles-daily") with { Status = new V1CronJobStatus { LastScheduleTime = Midnight, LastSuccessfulTime = Midnight.AddDays(-1) } };
        var observed = new ObservedSchedule { CronJobs = [failed] };

        var first = Compute(Schedule(), observed);
        var second = Compute(Schedule() with { Status = first.Status }, observed);

        Assert.Equal("LastRunFailed", first.Status!.Conditions!.Single(c => c.Type == DatasetScheduleStatus.Succeeding).Reason);
        Assert.Contains(first.Act.Events, e => e is { Type: "Warning", Reason: "LastRunFailed" });
        Assert.Empty(second.Act.Events);
    }

    [Fact]
    public void Compute_Deleted_LeavesItsChildrenToTheGarbageCollector()
    {
        var resource = Schedule();

        var plan = Compute(resource with { Metadata = resource.Metadata with { DeletionTimestamp = Now } }, new());

        Assert.True(plan.Act.IsEmpty);
        Assert.Null(plan.Status);
    }

    private static SchedulePlan Compute(DatasetSchedule resource, ObservedSchedule observed) => SchedulePlanner.Compute(resource, observed, new PlanOptions(), Now);

    private static (string, string) Ready(SchedulePlan plan) => (plan.Status!.Conditions![0].Status, plan.Status.Conditions[0].Reason);

    private static DatasetSchedule Schedule(JsonObject? manifest = null) =>
        (manifest?.Deserialize(ArgusJson.Default.DatasetSchedule) ?? new DatasetSchedule()) with { Metadata = Metadata("styles", "uid") };

    private static V1ObjectMeta Metadata(string name, string uid) => new() { Name = name, Namespace = "ns", Uid = uid, Generation = 1 };

    private static V1CronJob Cron(string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, Namespace = "ns", OwnerReferences = [new V1OwnerReference("argus.dev/v1alpha1", "DatasetSchedule", "styles", "uid", Controller: true)] },
        Spec = new V1CronJobSpec { Schedule = "0 0 * * *" },
    };

    // As the API server answers an apply: what we own of it is all that we sent.
    private static Child AsThere(PlannedApply apply)
    {
        var body = (JsonObject)apply.Body.DeepClone();
        body["metadata"]!["managedFields"] = new JsonArray(new JsonObject
        {
            ["manager"] = Names.Manager,
            ["operation"] = "Apply",
            ["fieldsV1"] = Owned(apply.Body),
        });
        return Child.Of(apply.Type, JsonSerializer.SerializeToElement(body));
    }

    private static JsonObject Owned(JsonObject body)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in body.Where(f => f.Key is not ("apiVersion" or "kind" or "name" or "namespace")))
            fields[$"f:{name}"] = value is JsonObject map ? Owned(map) : new JsonObject();
        return fields;
    }
}
