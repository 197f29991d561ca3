using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>Stories in which controllers and the scheduler had a part: they are told one after the other in one namespace, as they were recorded.</summary>
public sealed class WorkloadReplayTests
{
    [DataFact]
    public async Task Stories_OfWorkloads_AreAnsweredAlike()
    {
        await using var cluster = await RunningCluster.StartAsync(controllers: true);
        await using var nodes = await HeldNodes.StartAsync(cluster);
        await cluster.SendAsync("POST", "/api/v1/namespaces", new System.Text.Json.Nodes.JsonObject { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "work" } });
        var translation = new Translation();
        foreach (string name in Claims.Workloads)
        {
            var player = new Player(RecordedStory.Load(name), cluster, translation, live: true);
            await player.PlayAsync(step => !Claims.IsUnclaimed(name, step), fresh: false);
            Assert.True(player.Faults.Count == 0, string.Join("\n", player.Faults.Select(fault => $"[{name}#{fault.Key}] {string.Join("\n    ", fault.Value)}")));
        }
    }
}
