using System.Text.Json;
using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Tests.Planning.Schedules;

public sealed class PromotionPlannerTests
{
    private static readonly string First = new('1', 64);
    private static readonly string Second = new('2', 64);

    private readonly PromotionWorld _world = new() { Newest = PromotionWorld.CheckpointOf('1') };

    [Fact]
    public void Compute_NothingToPromote_TellsNothing()
    {
        _world.Schedule = _world.Schedule with { Spec = new DatasetScheduleSpec() };

        var plan = _world.Step();

        Assert.Null(plan.Patch);
        Assert.Null(_world.Promotion);
        Assert.Null(_world.Condition);
    }

    [Fact]
    public void Compute_FirstCheckpoint_BeginsACanaryOfTheModelWithItsClasses()
    {
        var plan = _world.Step();

        var canary = _world.Deployment!.Spec.Canary!;
        Assert.Equal(("selftest", "http://store/datasets/models/checkpoints/1/centroids.json", First), (canary.Model.Pack, canary.Model.Classes!.Url, canary.Model.Classes.Sha256));
        Assert.Equal((25, 60, 1), (canary.Weight, canary.PromoteAfterSeconds, canary.MaxErrorPercent));
        Assert.Null(_world.InForce);
        Assert.Equal((PromotionStatus.Judging, First, PromotionWorld.Start), (_world.Promotion!.Phase, _world.Promotion.CentroidsSha256, _world.Promotion.Since));
        Assert.Contains(plan.Act.Events, e => e is { Type: "Normal", Reason: "Judging" });
        AssertAtRest();
    }

    [Fact]
    public void Compute_CanaryPromoted_BecomesTheModelInOneWrite()
    {
        _world.Step();
        _world.Judge(CanaryStatus.Promoted);
        _world.Now += TimeSpan.FromMinutes(5);

        _world.Step();

        Assert.Equal((First, null, PromotionStatus.Judging), (_world.InForce, _world.Canary, _world.Promotion!.Phase));
        Assert.Null(_world.Deployment!.Metadata.Annotations?.GetValueOrDefault(Names.Promotion));
        var plan = _world.Step();
        Assert.Equal((PromotionStatus.Promoted, _world.Now, "True"), (_world.Promotion!.Phase, _world.Promotion.Since, _world.Condition!.Status));
        Assert.Contains(plan.Act.Events, e => e is { Type: "Normal", Reason: "Promoted" });
        AssertAtRest();
    }

    [Fact]
    public void Compute_CanaryRolledBack_IsRememberedBeforeItGoesAndNotTriedAgain()
    {
        _world.Step();
        _world.Judge(CanaryStatus.RolledBack);

        Assert.Null(_world.Step().Patch);
        Assert.Equal([First], _world.Promotion!.RolledBackSha256);
        Assert.NotNull(_world.Step().Patch);

        AssertAtRest();
        Assert.Equal((null, null, PromotionStatus.RolledBack, "It is RolledBack."), (_world.InForce, _world.Canary, _world.Promotion.Phase, _world.Promotion.Message));
        Assert.Equal(("False", "RolledBack"), (_world.Condition!.Status, _world.Condition.Reason));
        _world.Newest = PromotionWorld.CheckpointOf('2');
        _world.Step();
        Assert.Equal((Second, PromotionStatus.Judging), (_world.Canary, _world.Promotion.Phase));
    }

    [Fact]
    public void Compute_RolledBackLongAgo_IsStillRemembered()
    {
        _world.Step();
        _world.Judge(CanaryStatus.RolledBack);
        _world.Settle();
        _world.Newest = PromotionWorld.CheckpointOf('2');
        _world.Step();
        _world.Judge(CanaryStatus.Promoted);
        _world.Settle();
        Assert.Equal(Second, _world.InForce);

        _world.Newest = PromotionWorld.CheckpointOf('1');
        _world.Settle();

        Assert.Equal((Second, null, PromotionStatus.RolledBack), (_world.InForce, _world.Canary, _world.Promotion!.Phase));
    }

    [Fact]
    public void Compute_NewerWhileOneIsJudged_WaitsForItsEnd()
    {
        _world.Step();
        _world.Newest = PromotionWorld.CheckpointOf('2');
        AssertAtRest();

        _world.Judge(CanaryStatus.Promoted);
        _world.Step();
        _world.Step();
        Assert.Equal((First, PromotionStatus.Promoted, First), (_world.InForce, _world.Promotion!.Phase, _world.Promotion.CentroidsSha256));

        _world.Step();
        Assert.Equal((First, Second), (_world.InForce, _world.Canary));
    }

    [Fact]
    public void Compute_KilledBeforeItWasTold_KnowsItsCanary()
    {
        _world.Step(isKilled: true);
        Assert.Null(_world.Promotion);

        Assert.Null(_world.Step().Patch);

        Assert.Equal((PromotionStatus.Judging, "models/checkpoints/1"), (_world.Promotion!.Phase, _world.Promotion.Checkpoint));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("other models/checkpoints/9 9999999999999999999999999999999999999999999999999999999999999999")]
    [InlineData("styles models/checkpoints/1 1111111111111111111111111111111111111111111111111111111111111111")]
    public void Compute_CanaryOfAnother_IsLeftAlone(string? mark)
    {
        _world.Change(spec => spec with { Canary = new() { Weight = 5, Model = new() { Pack = "selftest", Classes = new() { Url = "http://elsewhere/c.json", Sha256 = new string('9', 64) } } } });
        _world.Judge(CanaryStatus.Promoted);
        if (mark is not null)
            _world.Deployment = _world.Deployment! with { Metadata = _world.Deployment.Metadata with { Annotations = new Dictionary<string, string> { [Names.Promotion] = mark } } };

        AssertNothingBegins(PromotionStatus.Waiting, "False", "CanaryOfAnother");

        _world.Change(spec => spec with { Canary = null });
        _world.Step();
        Assert.Equal(First, _world.Canary);
    }

    [Fact]
    public void Compute_DeploymentThatIsNot_IsTold()
    {
        _world.Deployment = null;

        AssertNothingBegins(null, "False", "ModelDeploymentNotFound");
    }

    [Fact]
    public void Compute_DeploymentThatGoes_IsLeftAlone()
    {
        _world.Deployment = _world.Deployment! with { Metadata = _world.Deployment.Metadata with { DeletionTimestamp = PromotionWorld.Start } };

        AssertNothingBegins(null, "False", "ModelDeploymentNotFound");
    }

    [Fact]
    public void Compute_DeploymentOfAnotherTask_IsTold()
    {
        _world.Change(spec => spec with { Task = ModelTasks.FaceAnalysis });

        AssertNothingBegins(null, "False", "WrongTask");
    }

    [Fact]
    public void Compute_StoreAway_IsToldAndWhatIsUnderWayGoesOn()
    {
        (_world.Newest, _world.Fault) = (null, "http://store answers 500.");
        AssertNothingBegins(null, "Unknown", "NotRead");
        _world.Newest = PromotionWorld.CheckpointOf('1');
        _world.Step();

        _world.Newest = null;
        _world.Judge(CanaryStatus.Promoted);
        _world.Settle();

        Assert.Equal((First, null, PromotionStatus.Promoted, "NotRead"), (_world.InForce, _world.Canary, _world.Promotion!.Phase, _world.Condition!.Reason));
    }

    [Fact]
    public void Compute_RefusedByTheServer_IsToldOnce()
    {
        _world.Refusal = "needs scaling.min of at least 1.";
        AssertNothingBegins(PromotionStatus.Waiting, "False", "Refused");

        // The next look tries again, and hears the same.
        _world.Refusal = null;
        Assert.NotNull(_world.Compute().Patch);
        _world.Refusal = "needs scaling.min of at least 1.";
        AssertAtRest();
    }

    [Fact]
    public void Compute_EndRefusedByTheServer_IsTold()
    {
        _world.Step();
        _world.Judge(CanaryStatus.Promoted);
        _world.Refusal = "no.";

        Assert.Null(_world.Step().Patch);

        Assert.Equal((PromotionStatus.Judging, "Refused"), (_world.Promotion!.Phase, _world.Condition!.Reason));
    }

    [Fact]
    public void Compute_StatusOfAnotherCanary_IsNotTakenForIts()
    {
        _world.Judge(CanaryStatus.Promoted);
        _world.Step();
        AssertAtRest();

        // What a spec that is not accepted keeps of its status is about an earlier one.
        _world.Judge(CanaryStatus.Promoted, isAccepted: false);

        AssertAtRest();
        Assert.Equal((null, First), (_world.InForce, _world.Canary));
    }

    [Fact]
    public void Compute_ModelChangedMeanwhile_BeginsWithItAnew()
    {
        _world.Step();
        _world.Judge(CanaryStatus.Promoted);
        _world.Change(spec => spec with { Model = spec.Model with { Pack = "other" } });

        _world.Settle();

        Assert.Equal((null, First, "other"), (_world.InForce, _world.Canary, _world.Deployment!.Spec.Canary!.Model.Pack));
    }

    // Good and bad checkpoints come by chance, and the operator is killed by chance after its first write.
    [Fact]
    public void Compute_KilledByChance_EndsWithTheNewestGoodOneAndNeverWithABadOne()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var world = new PromotionWorld();
            string? good = null;
            Dictionary<string, int> begun = [];
            for (int i = 0; i < 60; i++)
            {
                if (i < 40 && random.Next(8) == 0)
                    world.Newest = PromotionWorld.CheckpointOf((char)('a' + random.Next(6)));
                string? before = world.Canary;
                world.Step(isKilled: random.Next(3) == 0);
                if (world.Canary is { } sha256 && sha256 != before)
                    begun[sha256] = begun.GetValueOrDefault(sha256) + 1;
                if (world.Canary is not null && random.Next(2) == 0)
                    world.Judge(IsBad(world.Canary) ? CanaryStatus.RolledBack : CanaryStatus.Promoted);
                good = world.InForce ?? good;
                Assert.False(good is not null && IsBad(good), $"seed {seed}");
            }

            world.Settle();
            if (world.Canary is { } last)
            {
                world.Judge(IsBad(last) ? CanaryStatus.RolledBack : CanaryStatus.Promoted);
                world.Settle();
            }

            Assert.Null(world.Canary);
            Assert.All(begun.Where(b => IsBad(b.Key)), b => Assert.Equal(1, b.Value));
            if (world.Newest is { } newest && !IsBad(newest.Sha256))
                Assert.Equal((seed, newest.Sha256), (seed, world.InForce));
        }

        static bool IsBad(string sha256) => sha256[0] % 2 == 0;
    }

    private void AssertAtRest()
    {
        var plan = _world.Compute();
        Assert.Null(plan.Patch);
        Assert.Null(plan.Status);
        Assert.DoesNotContain(plan.Act.Events, e => e.Reason != "Scheduled");
    }

    private void AssertNothingBegins(string? phase, string status, string reason)
    {
        string before = Text();
        _world.Settle();
        Assert.Equal((phase, status, reason), (_world.Promotion?.Phase, _world.Condition!.Status, _world.Condition.Reason));
        Assert.Equal(before, Text());

        string Text() => JsonSerializer.Serialize(_world.Deployment!, ArgusJson.Default.ModelDeployment);
    }
}
