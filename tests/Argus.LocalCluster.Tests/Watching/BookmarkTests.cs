using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Watching;

public class BookmarkTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Watch_ThatIsQuiet_IsToldEveryMinuteHowFarItIs()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await RunningCluster.StartAsync(clock: clock);
        using var marked = await WatchAsync(cluster, "&allowWatchBookmarks=true");
        using var plain = await WatchAsync(cluster, "");
        // A change of another kind moves the version on without a word to this watch.
        await cluster.SendAsync("POST", "/api/v1/namespaces/default/secrets", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "s" } });
        long version = cluster.Store.State.Version;

        var line = marked.ReadLineAsync();
        while (!line.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(61));
            // The pace is that of the server's answers: it may not have begun to wait at the first.
            await cluster.SendAsync("GET", "/version");
        }

        var told = JsonNode.Parse((await line)!)!;
        Assert.Equal("BOOKMARK", (string?)told["type"]);
        Assert.Equal(["kind", "apiVersion", "metadata"], told["object"]!.AsObject().Select(p => p.Key));
        Assert.Equal($$"""{"resourceVersion":"{{version}}"}""", told["object"]!["metadata"]!.ToJsonString());

        await cluster.SendAsync("POST", Maps, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "m" } });
        Assert.Equal("ADDED", (string?)JsonNode.Parse((await plain.ReadLineAsync())!)!["type"]);
        while (JsonNode.Parse((await marked.ReadLineAsync())!) is var next && (string?)next!["type"] != "ADDED")
            Assert.Equal("BOOKMARK", (string?)next["type"]);
    }

    private static async Task<StreamReader> WatchAsync(RunningCluster cluster, string query)
    {
        // Past what every namespace is given at the start.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (cluster.Store.State.Of("/configmaps").Count < 4)
            await cluster.Store.ReachAsync(cluster.Store.State.Version + 1, limit.Token);
        var response = await cluster.Http.GetAsync($"{Maps}?watch=true&resourceVersion={cluster.Store.State.Version}{query}", HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }
}
