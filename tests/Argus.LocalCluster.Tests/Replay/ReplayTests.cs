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
        var translation = new Translation();
        string[] before = Claims.Before(name);
        foreach (string earlier in before)
            await new Player(RecordedStory.Load(earlier), cluster, translation).PlayAsync(_ => true, fresh: earlier == before[0]);
        var player = new Player(story, cluster, translation);

        await player.PlayAsync(step => !Claims.IsUnclaimed(name, step), fresh: before.Length == 0);

        Assert.True(player.Faults.Count == 0, string.Join("\n", player.Faults.Select(f => $"[{f.Key}] {string.Join("\n    ", f.Value)}")));
    }
}
