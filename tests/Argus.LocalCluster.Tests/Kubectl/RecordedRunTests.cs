using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>The recorded commands, with the kubectl that is there.</summary>
public sealed class RecordedRunTests
{
    public static TheoryData<string> Stories =>
    [
        "kubectl/api-resources-and-auth", "kubectl/apply-client-side", "kubectl/apply-server-side", "kubectl/change", "kubectl/cold-and-warm-cache", "kubectl/delete", "kubectl/describe",
        "kubectl/diff", "kubectl/differences-in-1.36", "kubectl/explain", "kubectl/get", "kubectl/logs-and-exec", "kubectl/rollout", "kubectl/wait",
    ];

    [RecordedKubectlTheory]
    [MemberData(nameof(Stories))]
    public async Task Commands_OfAStory_PrintWhatWasRecorded(string story)
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await RunningCluster.StartAsync();
        var player = new RunPlayer(story, cluster, folder.Path);

        await player.PlayAsync();

        Assert.True(player.Faults.Count == 0, string.Join("\n\n", player.Faults));
    }
}
