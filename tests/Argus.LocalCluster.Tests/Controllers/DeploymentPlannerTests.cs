using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.LocalCluster.Controllers.Deployments;
using FsCheck;
using FsCheck.Fluent;
using static Argus.LocalCluster.Tests.Controllers.TestObjects;

namespace Argus.LocalCluster.Tests.Controllers;

public class DeploymentPlannerTests
{
    [Fact]
    public void Compute_AnyOrderOfEvents_StaysBetweenFloorAndSurgeAndConverges()
    {
        var worlds = Gen.Choose(0, 9).ArrayOf(3).Zip(Gen.Choose(0, 199).ArrayOf()).ToArbitrary();
        Prop.ForAll(worlds, world => Roll(1 + (world.Item1[0] % 6), world.Item1[1] % 4, world.Item1[2] % 4, world.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(2026, 31).WithEndSize(120));
    }

    private static void Roll(int replicas, int surge, int unavailable, int[] order)
    {
        var world = new RolloutWorld(Deployment(replicas, "a:1", surge, unavailable));
        Assert.True(world.Settle(40) < 40);
        Assert.Equal(replicas, world.Available);
        var settings = DeploymentSettings.Of(world.Deployment);
        Update(world, "a:2");
        for (int i = 0; i < order.Length; i++)
        {
            if (i == order.Length / 2)
                Update(world, "a:3");
            int which = order[i] / 4;
            _ = (order[i] % 4) switch { 0 => world.Deploy(), 1 => world.Replicate(which), 2 => world.MakeReady(which), _ => world.End(which) };
            Assert.True(world.Available >= replicas - settings.MaxUnavailable, $"{world.Available} of {replicas} available after step {i}");
            Assert.True(world.Sets.Sum(Fleet.Replicas) <= replicas + settings.MaxSurge, $"too many after step {i}");
            Assert.True(world.Active <= replicas + settings.MaxSurge);
        }

        Update(world, "a:4");
        Assert.True(world.Settle(80) < 80);
        Assert.Equal(replicas, world.Active);
        Assert.All(world.Pods, pod => Assert.Equal("a:4", pod.Spec!.Containers![0].Image));
        var status = world.Deployment.Status!;
        Assert.Equal((replicas, replicas, null), (status.UpdatedReplicas, status.AvailableReplicas, status.UnavailableReplicas));
        Assert.Equal("NewReplicaSetAvailable", status.Conditions!.Single(condition => condition.Type == "Progressing").Reason);
    }

    [Fact]
    public void Compute_Settled_PlansNothing()
    {
        var world = new RolloutWorld(Deployment(3));
        world.Settle(40);
        var before = world.Deployment.Status;
        world.Now += TimeSpan.FromHours(3);
        Assert.False(world.Deploy());
        Assert.Equal(before!.Conditions, world.Deployment.Status!.Conditions);
    }

    [Fact]
    public void Compute_Recreate_StartsNewPodsOnlyWhenOldOnesHaveEnded()
    {
        var world = new RolloutWorld(Deployment(3, strategy: "Recreate"));
        world.Settle(40);
        Update(world, "a:2");
        world.Deploy();
        world.Replicate(0);
        Assert.Equal(0, world.Active);
        Assert.Equal(3, world.Pods.Count);
        world.Deploy();
        Assert.Single(world.Sets);
        while (world.End(0))
        {
        }

        world.Settle(40);
        Assert.Equal(3, world.Available);
        Assert.All(world.Pods, pod => Assert.Equal("a:2", pod.Spec!.Containers![0].Image));
    }

    [Fact]
    public void Compute_RollBack_ReusesTheOldReplicaSetWithTheNextRevision()
    {
        var world = new RolloutWorld(Deployment(2));
        world.Settle(40);
        string first = world.Sets[0].Metadata.Name!;
        Update(world, "a:2");
        world.Settle(40);
        Update(world, "a:1");
        world.Settle(40);
        Assert.Equal(2, world.Sets.Count);
        var back = world.Sets.Single(set => set.Metadata.Name == first);
        Assert.Equal(2, back.Spec!.Replicas);
        Assert.Equal("3", back.Metadata.Annotations![Revisions.Revision]);
        Assert.Equal("1", back.Metadata.Annotations["deployment.kubernetes.io/revision-history"]);
    }

    [Fact]
    public void Compute_MoreVersionsThanTheHistoryHolds_DeletesTheOldest()
    {
        var world = new RolloutWorld(Deployment(1));
        world.Deployment = world.Deployment with { Spec = world.Deployment.Spec! with { RevisionHistoryLimit = 2 } };
        for (int i = 1; i <= 6; i++)
        {
            Update(world, $"a:{i}");
            world.Settle(60);
        }

        Assert.Equal(["4", "5", "6"], world.Sets.Select(set => set.Metadata.Annotations![Revisions.Revision]).Order());
    }

    [Fact]
    public void Compute_Paused_ScalesButDoesNotRoll()
    {
        var world = new RolloutWorld(Deployment(2));
        world.Settle(40);
        world.Deployment = world.Deployment with { Spec = world.Deployment.Spec! with { Paused = true, Replicas = 5 } };
        Update(world, "a:2");
        world.Settle(40);
        Assert.Equal(5, world.Available);
        Assert.All(world.Pods, pod => Assert.Equal("a:1", pod.Spec!.Containers![0].Image));
        Assert.Equal("DeploymentPaused", world.Deployment.Status!.Conditions!.Single(condition => condition.Type == "Progressing").Reason);
    }

    [Fact]
    public void Compute_ScaledInMidRollout_SharesInProportion()
    {
        var world = new RolloutWorld(Deployment(10, surge: 0, unavailable: 5));
        world.Settle(40);
        Update(world, "a:2");
        world.Deploy();
        world.Deploy();
        world.Replicate(0);
        world.Deploy();
        Assert.Equal([5, 5], world.Sets.Select(Fleet.Replicas).Order());
        world.Deployment = world.Deployment with { Spec = world.Deployment.Spec! with { Replicas = 20 }, Metadata = world.Deployment.Metadata with { Generation = 9 } };
        world.Deploy();
        Assert.Equal([10, 10], world.Sets.Select(Fleet.Replicas).Order());
    }

    [Fact]
    public void Compute_NoProgressUntilTheDeadline_SaysSoAndLooksAgainInTime()
    {
        var world = new RolloutWorld(Deployment(1));
        world.Deployment = world.Deployment with { Spec = world.Deployment.Spec! with { ProgressDeadlineSeconds = 30 } };
        world.Deploy();
        var plan = DeploymentPlanner.Compute(world.Deployment, world.Sets, _ => false, world.Now);
        Assert.InRange(plan.LookAgain!.Value.TotalSeconds, 30, 31);
        world.Now += plan.LookAgain.Value;
        world.Deploy();
        var progress = world.Deployment.Status!.Conditions!.Single(condition => condition.Type == "Progressing");
        Assert.Equal(("False", "ProgressDeadlineExceeded"), (progress.Status, progress.Reason));
        Assert.Null(DeploymentPlanner.Compute(world.Deployment, world.Sets, _ => false, world.Now).LookAgain);
    }

    [Theory]
    [InlineData(4, "25%", "25%", 1, 1)]
    [InlineData(3, "25%", "25%", 1, 0)]
    [InlineData(1, "0", "50%", 0, 1)]
    [InlineData(10, "0%", "0%", 0, 1)]
    [InlineData(2, "100%", "300%", 2, 2)]
    public void Settings_Percentages_AreRoundedUpAndDown(int replicas, string surge, string unavailable, int expectedSurge, int expectedUnavailable)
    {
        static IntOrString Value(string text) => int.TryParse(text, out int number) ? number : text;
        var settings = DeploymentSettings.Of(Deployment(replicas, surge: Value(surge), unavailable: Value(unavailable)));
        Assert.Equal((expectedSurge, expectedUnavailable), (settings.MaxSurge, settings.MaxUnavailable));
    }

    [Fact]
    public void Hash_SameContentInAnotherOrder_IsTheSameAndACollisionChangesIt()
    {
        var one = Template("a:1") with { Metadata = new() { Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } } };
        var other = Template("a:1") with { Metadata = new() { Labels = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1", [PodTemplates.HashLabel] = "x" } } };
        Assert.True(PodTemplates.Same(one, other));
        Assert.Equal(PodTemplates.Hash(one, 0), PodTemplates.Hash(other, 0));
        Assert.NotEqual(PodTemplates.Hash(one, 0), PodTemplates.Hash(one, 1));
    }

    private static void Update(RolloutWorld world, string image) =>
        world.Deployment = world.Deployment with
        {
            Metadata = world.Deployment.Metadata with { Generation = world.Deployment.Metadata.Generation + 1 },
            Spec = world.Deployment.Spec! with { Template = Template(image) },
        };
}
