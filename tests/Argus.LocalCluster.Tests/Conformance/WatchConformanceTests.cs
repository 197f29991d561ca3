using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Conformance;

/// <summary>Watches, and versions that are too old for them.</summary>
public sealed class WatchConformanceTests : ConformanceSuite
{
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Watch_WithInitialEvents_EndsThemWithABookmark(string target)
    {
        await StartAsync(target);
        await CreateAsync("a");
        using var reader = new StreamReader(await Target.WatchAsync($"{Maps}?watch=true&labelSelector=w%3Dyes&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=20"));

        var first = await NextAsync(reader);
        var end = await NextAsync(reader);

        Assert.Equal(("ADDED", "a"), ((string?)first["type"], (string?)first["object"]!["metadata"]!["name"]));
        Assert.Equal(("BOOKMARK", "true"), ((string?)end["type"], (string?)end["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]));
        Assert.True(long.Parse(Version(end["object"])!) >= long.Parse(Version(first["object"])!));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Watch_FromTheFirstVersion_IsTooOld(string target)
    {
        await StartAsync(target, history: 5);
        for (int i = 0; i < 8; i++)
            await CreateAsync($"m{i}");
        using var reader = new StreamReader(await Target.WatchAsync($"{Maps}?watch=true&resourceVersion=1&timeoutSeconds=20"));

        var error = await NextAsync(reader);

        Assert.Equal(("ERROR", 410, "Expired"), ((string?)error["type"], (int)error["object"]!["code"]!, (string?)error["object"]!["reason"]));
        Assert.Null(await reader.ReadLineAsync());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Watch_WithATimeout_EndsCleanly(string target)
    {
        await StartAsync(target);
        using var reader = new StreamReader(await Target.WatchAsync($"{Maps}?watch=true&labelSelector=never%3Dthere&timeoutSeconds=1"));

        Assert.Null(await reader.ReadLineAsync());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task List_OfAVersionThatIsTooOld_IsGone(string target)
    {
        await StartAsync(target, history: 5);
        for (int i = 0; i < 8; i++)
            await CreateAsync($"m{i}");

        var (code, body) = await Target.SendAsync("GET", $"{Maps}?resourceVersion=1&resourceVersionMatch=Exact");

        Assert.Equal((410, "Expired"), (code, (string?)body!["reason"]));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Lease_TakenOverWithAnOldVersion_IsAConflict(string target)
    {
        await StartAsync(target);
        string leases = $"/apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases";
        var (_, held) = await Target.SendAsync("POST", leases, JsonNode.Parse("""{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"l"},"spec":{"holderIdentity":"one","leaseDurationSeconds":15}}"""));
        var (first, second) = (held!.DeepClone(), held.DeepClone());
        (first["spec"]!["holderIdentity"], second["spec"]!["holderIdentity"]) = ("two", "three");

        Assert.Equal(200, (await Target.SendAsync("PUT", $"{leases}/l", first)).Code);
        Assert.Equal(409, (await Target.SendAsync("PUT", $"{leases}/l", second)).Code);
        Assert.Equal("two", (string?)(await Target.SendAsync("GET", $"{leases}/l")).Body!["spec"]!["holderIdentity"]);
    }

    private Task<(int Code, JsonNode? Body)> CreateAsync(string name) =>
        Target.SendAsync("POST", Maps, JsonNode.Parse($$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{name}}}","labels":{"w":"yes"} } }"""));

    private static async Task<JsonNode> NextAsync(StreamReader reader) => JsonNode.Parse((await reader.ReadLineAsync())!)!;
}
