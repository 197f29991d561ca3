using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.ReplicaSets;
using static Argus.LocalCluster.Tests.Controllers.TestObjects;

namespace Argus.LocalCluster.Tests.Controllers;

public class ReplicaSetPlannerTests
{
    [Theory]
    [InlineData(3, 1, 2, 0)]
    [InlineData(1, 3, 0, 2)]
    [InlineData(2, 2, 0, 0)]
    [InlineData(0, 2, 0, 2)]
    public void Compute_Pods_CreatesOrDeletesTheDifference(int replicas, int present, int create, int delete)
    {
        var plan = ReplicaSetPlanner.Compute(Set(replicas), [.. Enumerable.Range(0, present).Select(i => Pod($"p{i}"))], null, Now);
        Assert.Equal((create, delete), (plan.Create, plan.Delete.Count));
        Assert.Equal(present, plan.Status.Replicas);
    }

    [Fact]
    public void Compute_FinishedAndTerminatingPods_AreReplaced()
    {
        V1Pod leaving = Pod("leaving") with { Metadata = Pod("leaving").Metadata with { DeletionTimestamp = Now } };
        var plan = ReplicaSetPlanner.Compute(Set(2), [leaving, Pod("failed", phase: "Failed")], null, Now);
        Assert.Equal(2, plan.Create);
        Assert.Equal((0, 1), (plan.Status.Replicas, plan.Status.TerminatingReplicas));
    }

    [Fact]
    public void Compute_MinReadySeconds_CountsAsAvailableOnlyAfterAndLooksAgainThen()
    {
        var set = Set(1) with { Spec = Set(1).Spec! with { MinReadySeconds = 10 } };
        var pod = Pod("p", readySince: Now);
        var plan = ReplicaSetPlanner.Compute(set, [pod], null, Now.AddSeconds(4));
        Assert.Equal((1, null), (plan.Status.ReadyReplicas, plan.Status.AvailableReplicas));
        Assert.InRange(plan.LookAgain!.Value.TotalSeconds, 6, 6.1);
        Assert.Equal(1, ReplicaSetPlanner.Compute(set, [pod], null, Now.AddSeconds(10)).Status.AvailableReplicas);
    }

    [Fact]
    public void Compute_BeingDeleted_LeavesItsPodsAlone()
    {
        var set = Set(0) with { Metadata = Set(0).Metadata with { DeletionTimestamp = Now } };
        Assert.Empty(ReplicaSetPlanner.Compute(set, [Pod("p")], null, Now).Delete);
    }

    [Fact]
    public void Compute_PodThatCannotBeCreated_IsACondition()
    {
        var status = ReplicaSetPlanner.Compute(Set(1), [], "pods \"x\" is forbidden: exceeded quota", Now).Status;
        var condition = Assert.Single(status.Conditions!);
        Assert.Equal(("ReplicaFailure", "True", "FailedCreate"), (condition.Type, condition.Status, condition.Reason));
        Assert.Null(ReplicaSetPlanner.Compute(Set(1) with { Status = status }, [Pod("p")], null, Now).Status.Conditions);
    }

    [Fact]
    public void Order_PodsOfEveryKind_TheLeastUsefulFirst()
    {
        V1Pod cheap = Pod("cheap");
        cheap = cheap with { Metadata = cheap.Metadata with { Annotations = new Dictionary<string, string> { ["controller.kubernetes.io/pod-deletion-cost"] = "-5" } } };
        V1Pod[] pods =
        [
            Pod("long", node: "m", readySince: Now.AddHours(-9)), Pod("short", node: "m", readySince: Now.AddSeconds(-3)),
            Pod("crowded1"), Pod("crowded2"), cheap,
            Pod("unready", ready: false), Pod("pending", phase: "Pending", ready: false), Pod("unassigned", node: null, phase: "Pending", ready: false),
        ];
        var order = Victims.Order(pods, Now).Select(pod => pod.Metadata.Name).ToList();
        Assert.Equal(["unassigned", "pending", "unready", "cheap"], order[..4]);
        Assert.Equal("long", order[^1]);
        Assert.Equal("short", order[^2]);
        Assert.Equal(order, Victims.Order(pods.Reverse().ToArray(), Now).Select(pod => pod.Metadata.Name));
    }

    private static V1ReplicaSet Set(int replicas) => new()
    {
        Metadata = new() { Name = "web-1", Namespace = "ns", Uid = "uid", Generation = 3 },
        Spec = new V1ReplicaSetSpec { Replicas = replicas, Selector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } }, Template = Template("a:1") },
    };
}
