using Argus.Kube.Api.Argus;

namespace Argus.Operator.Tests.Faults;

/// <summary>An operator that is killed with -9 after each of its writes, and the next one that goes on.</summary>
public sealed class KilledWhileActingTests
{
    [Fact]
    public async Task Act_KilledAfterEachWrite_EndsWithTheChildrenOfAnUndisturbedRunAndWritesNothingTwice()
    {
        await using var cluster = await FaultCluster.StartAsync();
        await AssertConvergesAsync(cluster, "new", null, Plain);
    }

    [Fact]
    public async Task Act_KilledAfterEachWriteOfAChange_EndsWithTheChildrenOfAnUndisturbedRun()
    {
        await using var cluster = await FaultCluster.StartAsync();
        await AssertConvergesAsync(cluster, "other-image", Plain, WithImage);
        if (!SoakSize.Full)
            return;
        await AssertConvergesAsync(cluster, "whole", null, WithCanary);
        await AssertConvergesAsync(cluster, "less", WithCanary, Plain);
        await AssertConvergesAsync(cluster, "more", Plain, WithCanary);
    }

    [Fact]
    public async Task Act_KilledAfterEachWriteOfChangesByChance_EndsWithTheChildrenOfAnUndisturbedRun()
    {
        Func<ModelDeploymentSpec, ModelDeploymentSpec>[] parts = [Plain, WithCanary, WithImage, WithPods, WithModel];
        await using var cluster = await FaultCluster.StartAsync();
        for (int seed = 0; seed < (SoakSize.Full ? 6 : 1); seed++)
        {
            var random = new Random(seed);
            var (before, after) = (parts[random.Next(parts.Length)], parts[1 + random.Next(parts.Length - 1)]);
            var more = parts[1 + random.Next(parts.Length - 1)];
            await AssertConvergesAsync(cluster, $"seed{seed}", before, spec => more(after(spec)));
        }
    }

    private static ModelDeploymentSpec Plain(ModelDeploymentSpec spec) => spec;

    private static ModelDeploymentSpec WithCanary(ModelDeploymentSpec spec) => spec with
    {
        Scaling = new() { Min = 2, Max = 4 },
        Canary = new() { Weight = 20, Model = new() { Pack = FaultCluster.OtherPack } },
    };

    private static ModelDeploymentSpec WithImage(ModelDeploymentSpec spec) => spec with { Pod = new() { Image = "other/server:2" }, Detection = new() { Size = 320 } };

    private static ModelDeploymentSpec WithPods(ModelDeploymentSpec spec) => spec with { Scaling = new() { Min = 3 }, Rollout = new() { Strategy = RolloutSpec.HandOver } };

    private static ModelDeploymentSpec WithModel(ModelDeploymentSpec spec) => spec with { Model = new() { Pack = FaultCluster.OtherPack } };

    /// <summary>Runs once undisturbed, then once for each write and once more for the status, with a kill after it.</summary>
    private static async Task AssertConvergesAsync(
        FaultCluster cluster, string name, Func<ModelDeploymentSpec, ModelDeploymentSpec>? before, Func<ModelDeploymentSpec, ModelDeploymentSpec> after)
    {
        var run = await cluster.StartOperatorAsync($"{name}-0");
        int prepared = await PrepareAsync(cluster, name, before);
        await cluster.ApplyAsync("faces", name, after);
        string calm = await ReadAsync(cluster, name);
        var steps = WritesOf(cluster, name, prepared);

        for (int n = 1; n <= steps.Count + 1; n++)
        {
            string ns = $"{name}-{n}";
            await PrepareAsync(cluster, ns, before);
            var (killed, wanted, seen) = (run, n, 0);
            killed.Proxy.Passed = async e =>
            {
                if (IsIn(e, ns) && Interlocked.Increment(ref seen) == wanted)
                    await killed.Process.KillAsync();
            };
            await cluster.ApplyAsync("faces", ns, after);
            await killed.Process.ExitAsync();

            run = await cluster.StartOperatorAsync(ns);
            string healed = await ReadAsync(cluster, ns);

            Assert.Equal(calm, healed);
            Assert.Equal(steps, WritesOf(cluster, ns, prepared));
        }

        await run.Process.KillAsync();
    }

    /// <summary>Brings a namespace into the state before, and tells how many writes of children that took.</summary>
    private static async Task<int> PrepareAsync(FaultCluster cluster, string ns, Func<ModelDeploymentSpec, ModelDeploymentSpec>? before)
    {
        await cluster.CreateNamespaceAsync(ns);
        if (before is null)
            return 0;
        await cluster.ApplyAsync("faces", ns, before);
        await ReadAsync(cluster, ns);
        return WritesOf(cluster, ns, 0).Count;
    }

    // The status is written after all children are. A manifest that only pods of before may still mount goes at a moment of its own.
    private static async Task<string> ReadAsync(FaultCluster cluster, string ns)
    {
        await cluster.UntilAsync("faces", m => m.Status?.ObservedGeneration == m.Metadata.Generation, ns);
        var children = await ChildObjects.ReadAsync(cluster.Client, ns);
        string deployments = string.Concat(children.Where(c => c.Key.StartsWith("Deployment/", StringComparison.Ordinal)).Select(c => c.Value.ToJsonString()));
        foreach (string name in children.Keys.Where(k => k.StartsWith("ConfigMap/", StringComparison.Ordinal)).ToList())
        {
            if (!deployments.Contains($"\"{name["ConfigMap/".Length..]}\"", StringComparison.Ordinal))
                children.Remove(name);
        }

        return ChildObjects.Text(children, ns);
    }

    private static List<string> WritesOf(FaultCluster cluster, string ns, int skip) =>
        [.. cluster.Traffic.ChildWrites.Where(e => IsIn(e, ns) && !IsOldManifest(e)).Skip(skip).Select(e => $"{e.Method} {e.Object[(ns.Length + 1)..]}")];

    private static bool IsOldManifest(Exchange e) => e.Method == "DELETE" && e.Object.Contains("/configmaps/", StringComparison.Ordinal);

    private static bool IsIn(Exchange e, string ns) => (e.IsChildWrite || e.IsStatusWrite) && e.Object.StartsWith($"{ns}/", StringComparison.Ordinal);
}
