using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Replay;

public sealed class ReplayTests
{
    public static TheoryData<string> Stories => [.. Claims.Stories];

    [DataTheory]
    [MemberData(nameof(Stories))]
    public async Task Story_OfRecordedExchanges_IsAnsweredAlike(string name)
    {
        var story = RecordedStory.Load(name);
        await using var cluster = await RunningCluster.StartAsync(history: Claims.History(name));
        var player = new Player(story, cluster);

        await player.PlayAsync(step => !Claims.Unclaimed.ContainsKey($"{name}#{step.Id}"));

        Assert.True(player.Faults.Count == 0, string.Join("\n", player.Faults.Select(f => $"[{f.Key}] {string.Join("\n    ", f.Value)}")));
    }
}
