using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.Operator.Tests.Planning;

/// <summary>What holds of every plan, whatever the spec and the world.</summary>
public sealed class LawTests
{
    private const int Many = 200;
    private const int Some = 25;

    [Fact]
    public void Compute_AfterItsPlanWasDone_IsEmpty() => ForAll(random =>
    {
        var world = WithPods(random);
        world.Reconcile();

        var second = world.Reconcile();

        Assert.True(second.IsEmpty, second.ToString());
    });

    [Fact]
    public void Compute_WithHonestPods_ConvergesToReadyAndRests() => ForAll(random =>
    {
        var world = Settle(Generated.World(random.Next()), random);

        Assert.Equal("True", Ready(world).Status);
        Assert.Equal(world.Resource.Status!.Replicas, world.Resource.Status.ReadyReplicas);

        // A new model rolls out in bounded steps too.
        world.Resource = world.Resource with
        {
            Metadata = world.Resource.Metadata with { Generation = 2 },
            Spec = world.Resource.Spec with { Model = new ModelSource { Pack = Generated.Pick(random, "one", "two") }, Detection = new DetectionSpec { ScoreThreshold = 0.9f } },
        };
        Settle(world, random);
        Assert.Equal("True", Ready(world).Status);
        Assert.Equal(2, world.Resource.Status!.ObservedGeneration);
    }, Some);

    [Fact]
    public void Reconcile_WhileItRollsOut_KeepsTheFloorAndTheNumberOfDevices() => ForAll(random =>
    {
        var world = Settle(Generated.World(random.Next()), random);
        int least = world.Resource.Spec.Scaling.Min;
        bool handOver = world.Resource.Spec.Rollout.Strategy == RolloutSpec.HandOver;
        world.Resource = world.Resource with { Spec = world.Resource.Spec with { Detection = new DetectionSpec { ScoreThreshold = 0.8f }, Canary = null } };
        for (int i = 0; i < 200; i++)
        {
            world.Reconcile();
            world.Step(random);
            int floor = handOver ? least - 1 : least, ceiling = handOver ? least : least + 1;
            Assert.InRange(world.ReadyOf(Names.Stable), floor, ceiling);
            Assert.InRange(world.Pods.Count(p => p.Variant == Names.Stable), floor, ceiling);
        }
    }, Some);

    [Fact]
    public void Compute_AmongObjectsOfOthers_NeverTouchesThem() => ForAll(random =>
    {
        var world = Generated.World(random.Next());
        string[] names = ["faces", "faces-canary", "other"];
        var kinds = Kinds.All.Where(_ => random.Next(4) == 0).Select(k => (Kind: k, Name: Generated.Pick<string>(random, names))).ToList();
        foreach (var (kind, name) in kinds)
            world.Cluster.Add(Foreign(kind.Kind, name, random));
        var before = Bodies(world, kinds);

        var plan = world.Reconcile();

        Assert.Equal(before, Bodies(world, kinds));
        Assert.DoesNotContain(plan.Applies, a => kinds.Contains((a.Type, a.Name)));
        Assert.DoesNotContain(plan.Deletes, d => kinds.Contains((d.Type, d.Name)));
        // Where one stands in the way nothing at all is done, and it is named.
        if (Accepted(world) is { Status: "False" } refused)
        {
            Assert.Equal(("NameTaken", true), (refused.Reason, plan.Applies.IsEmpty && plan.Deletes.IsEmpty));
            Assert.Contains(kinds, k => refused.Message!.Contains($"{k.Kind.Kind}/{k.Name}", StringComparison.Ordinal));
        }
    });

    [Fact]
    public void Compute_InAnyOrderOfItsInput_IsTheSame() => ForAll(random =>
    {
        var world = WithPods(random);
        world.Reconcile();
        world.Resource = world.Resource with { Status = null };
        var observed = world.Observed;
        var shuffled = observed with
        {
            Packs = [.. observed.Packs.OrderBy(_ => random.Next())],
            Pods = [.. observed.Pods.OrderBy(_ => random.Next())],
            Children = [.. observed.Children.OrderBy(_ => random.Next())],
        };

        Assert.Equal(Text(world, observed), Text(world, shuffled));
    });

    [Fact]
    public void Compute_AnInvalidSpec_AppliesNothingAndReportsEveryViolation() => ForAll(random =>
    {
        var world = WithPods(random);
        var spec = world.Resource.Spec;
        List<string> paths = [];
        void Break(string path, ModelDeploymentSpec broken)
        {
            if (random.Next(2) == 0)
                return;
            paths.Add(path);
            spec = broken;
        }

        Break("spec.task", spec with { Task = "juggling" });
        Break("spec.hardware.target", spec with { Hardware = spec.Hardware with { Target = "tpu" } });
        Break("spec.hardware.precision", spec with { Hardware = spec.Hardware with { Precision = "int3" } });
        Break("spec.scaling", spec with { Scaling = spec.Scaling with { Min = 5, Max = 2 } });
        Break("spec.rollout.strategy", spec with { Rollout = spec.Rollout with { Strategy = "Hope" } });
        Break("spec.pod.env", spec with { Pod = new PodSpec { Env = [new PodEnv { Name = "PORT" }] } });
        Break("spec.model", spec with { Model = new ModelSource() });
        if (paths.Count == 0)
            return;
        world.Resource = world.Resource with { Spec = spec };

        var plan = world.Reconcile();

        Assert.True(plan.Applies.IsEmpty && plan.Deletes.IsEmpty);
        Assert.Equal("False", Ready(world).Status);
        Assert.All(paths, path => Assert.Contains($"{path}:", Accepted(world).Message));
    });

    [Fact]
    public void Status_OfWhateverWasBefore_IsTheSameButForTimes() => ForAll(random =>
    {
        var world = WithPods(random);
        world.Resource = world.Resource with { Spec = world.Resource.Spec with { Canary = null } };
        var fresh = Planner.Compute(world.Resource, world.Observed, world.Options, world.Now).Status!;
        var other = WithPods(random);
        other.Reconcile();

        var resource = world.Resource with { Status = other.Resource.Status!, Metadata = world.Resource.Metadata with { Generation = 7 } };
        var after = Planner.Compute(resource, world.Observed, world.Options, world.Now).Status!;

        Assert.Equal(7, after.ObservedGeneration);
        Assert.All(after.Conditions!, c => Assert.Equal(7, c.ObservedGeneration));
        Assert.Equal(Timeless(fresh), Timeless(after with { ObservedGeneration = 1, Conditions = [.. after.Conditions!.Select(c => c with { ObservedGeneration = 1 })] }));
    });

    [Fact]
    public void Compute_WithEveryClockShifted_ChangesOnlyTimes() => ForAll(random =>
    {
        var world = WithPods(random);
        var shift = TimeSpan.FromSeconds(random.Next(-1_000_000, 1_000_000));
        var observed = world.Observed;
        var later = observed with { Pods = [.. observed.Pods.Select(p => p with { StartedAt = p.StartedAt + shift })] };

        var plan = Planner.Compute(world.Resource, observed, world.Options, world.Now);
        var shifted = Planner.Compute(world.Resource, later, world.Options, world.Now + shift);

        Assert.Equal(plan.ToString(), shifted.ToString());
        Assert.Equal(Timeless(plan.Status!), Timeless(shifted.Status!));
    });

    [Fact]
    public void Reconcile_AnUnchangedWorldForTenMinutes_WritesNothing() => ForAll(random =>
    {
        var world = Settle(Generated.World(random.Next()), random);
        int writes = world.Cluster.Writes;
        for (int seconds = 0; seconds < 600; seconds += 15)
        {
            world.Now += TimeSpan.FromSeconds(15);
            Assert.True(world.Reconcile().IsEmpty);
        }

        Assert.Equal(writes, world.Cluster.Writes);
    }, Some);

    [Fact]
    public void Act_EndedAfterAnyWrite_ConvergesToTheSameChildren() => ForAll(random =>
    {
        int seed = random.Next();
        var whole = Generated.World(seed);
        var plan = whole.Reconcile();
        int end = random.Next(plan.Applies.Length);
        var cut = Generated.World(seed);

        // Killed between two writes: neither the rest nor the status is written.
        cut.Cluster.Act(Planner.Compute(cut.Resource, cut.Observed, cut.Options, cut.Now) with { Applies = [.. plan.Applies.Take(end)] });
        Assert.Null(cut.Resource.Status);
        var rest = cut.Reconcile();

        Assert.Equal(plan.Applies.Skip(end).Select(a => (a.Type, a.Name)), rest.Applies.Select(a => (a.Type, a.Name)));
        Assert.True(cut.Reconcile().IsEmpty);
        Assert.Equal(whole.Cluster.Children.Select(c => (c.Reference, c.Read().Body.GetProperty("metadata").GetProperty("annotations").ToString())), cut.Cluster.Children.Select(c => (c.Reference, c.Read().Body.GetProperty("metadata").GetProperty("annotations").ToString())));
    });

    private static World Settle(World world, Random random)
    {
        // Longer than any canary is judged.
        for (int i = 0; i < 400; i++)
        {
            bool rests = world.Reconcile().IsEmpty & !world.Step(random);
            world.Now += TimeSpan.FromSeconds(30);
            if (rests && world.Resource.Status?.Canary?.Outcome != CanaryStatus.Judging)
                return world;
        }

        throw new InvalidOperationException($"It does not come to rest: {world.Reconcile()}");
    }

    private static World WithPods(Random random)
    {
        var world = Generated.World(random.Next());
        var scene = Scene.Of(world.Resource, world.Observed, world.Options, world.Now);
        world.Pods.AddRange(Generated.Pods(random, scene.Revision, scene.Model.Digests[0]));
        return world;
    }

    private static string Text(World world, Observed observed)
    {
        var plan = Planner.Compute(world.Resource, observed, world.Options, world.Now);
        return plan + JsonSerializer.Serialize(plan.Status, ArgusJson.Default.ModelDeploymentStatus!);
    }

    private static string Timeless(ModelDeploymentStatus status) => JsonSerializer.Serialize(
        status with { Conditions = [.. status.Conditions!.Select(c => c with { LastTransitionTime = default })], Canary = status.Canary is null ? null : status.Canary with { ReadySince = null } },
        ArgusJson.Default.ModelDeploymentStatus);

    private static Kube.Api.Meta.V1Condition Ready(World world) => world.Resource.Status!.Conditions!.Single(c => c.Type == ConditionTypes.Ready);

    private static Kube.Api.Meta.V1Condition Accepted(World world) => world.Resource.Status!.Conditions!.Single(c => c.Type == ConditionTypes.Accepted);

    private static JsonObject Foreign(string kind, string name, Random random)
    {
        var metadata = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { [Names.Deployment] = "faces" } };
        if (random.Next(2) == 0)
            metadata["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "argus.dev/v1alpha1", ["kind"] = "ModelDeployment", ["name"] = "faces", ["uid"] = "uid-of-an-earlier-one", ["controller"] = true });
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = metadata, ["spec"] = new JsonObject { ["replicas"] = 1 } };
    }

    private static string Bodies(World world, IEnumerable<(Kube.Api.ResourceType Kind, string Name)> objects) =>
        string.Join('\n', world.Cluster.Children.Where(c => objects.Contains((c.Type, c.Metadata.Name!))).Select(c => c.Metadata.ResourceVersion + c.Read().Body.GetRawText()));

    private static void ForAll(Action<Random> law, int rounds = Many) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => law(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(rounds).WithReplay(2026, 3));
}
