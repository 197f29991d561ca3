using System.Text.Json.Nodes;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Deletion;

public class EventExpiryTests
{
    [Fact]
    public async Task Event_AnHourAfterItWasLastSeen_IsGone()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await RunningCluster.StartAsync(clock: clock);
        await CreateAsync(cluster, "old", null);
        await CreateAsync(cluster, "repeated", clock.GetUtcNow().AddMinutes(30));
        await AdvanceUntilGoneAsync(cluster, clock, TimeSpan.FromMinutes(62), "old");
        Assert.NotNull(Find(cluster, "repeated"));
        await AdvanceUntilGoneAsync(cluster, clock, TimeSpan.FromMinutes(30), "repeated");
    }

    // The clock stands at the end: nothing but the expiry itself is waited for.
    private static async Task AdvanceUntilGoneAsync(RunningCluster cluster, FakeTimeProvider clock, TimeSpan by, string name)
    {
        long version = cluster.Store.State.Version;
        clock.Advance(by);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Find(cluster, name) is not null)
            await cluster.Store.ReachAsync(++version, limit.Token);
    }

    private static StoredObject? Find(RunningCluster cluster, string name) => cluster.Store.State.Find(new ObjectKey("/events", "default", name));

    private static async Task CreateAsync(RunningCluster cluster, string name, DateTimeOffset? lastSeen)
    {
        var told = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["name"] = "p", ["namespace"] = "default" },
            ["reason"] = "Told",
            ["type"] = "Normal",
        };
        if (lastSeen is { } moment)
            told["lastTimestamp"] = moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var (code, body) = await cluster.SendAsync("POST", "/api/v1/namespaces/default/events", told);
        Assert.True(code == 201, body?.ToString());
    }
}
