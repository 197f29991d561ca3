using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Conformance;

/// <summary>What every kind has in common.</summary>
public sealed class ConformanceTests : ConformanceSuite
{
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Create_SameNameTwice_IsAConflict(string target)
    {
        await StartAsync(target);
        Assert.Equal(201, (await CreateAsync("a")).Code);

        var (code, body) = await CreateAsync("a");

        Assert.Equal((409, "AlreadyExists"), (code, (string?)body!["reason"]));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Create_InMissingNamespace_IsNotFound(string target)
    {
        await StartAsync(target);
        var (code, body) = await Target.SendAsync("POST", "/api/v1/namespaces/never-there/configmaps", Map("a"));

        Assert.Equal((404, "namespaces \"never-there\" not found"), (code, (string?)body!["message"]));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Update_OldVersion_IsAConflictAndTheNewOneIsNot(string target)
    {
        await StartAsync(target);
        var first = (await CreateAsync("a")).Body!;
        first["data"] = new JsonObject { ["x"] = "1" };
        var (code, second) = await Target.SendAsync("PUT", $"{Maps}/a", first.DeepClone());
        Assert.Equal(200, code);
        first["data"]!["x"] = "2";

        Assert.Equal(409, (await Target.SendAsync("PUT", $"{Maps}/a", first)).Code);
        second!["data"]!["x"] = "3";
        Assert.Equal(200, (await Target.SendAsync("PUT", $"{Maps}/a", second.DeepClone())).Code);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Update_NameOtherThanInPath_IsRefused(string target)
    {
        await StartAsync(target);
        var made = (await CreateAsync("a")).Body!;

        var (code, body) = await Target.SendAsync("PUT", $"{Maps}/b", made.DeepClone());

        Assert.Equal((400, "the name of the object (a) does not match the name on the URL (b)"), (code, (string?)body!["message"]));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Update_LeaseWithoutVersion_IsInvalid(string target)
    {
        await StartAsync(target);
        string leases = $"/apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases";
        var lease = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "l" }, ["spec"] = new JsonObject { ["holderIdentity"] = "a" } };
        await Target.SendAsync("POST", leases, lease.DeepClone());

        var (code, body) = await Target.SendAsync("PUT", $"{leases}/l", lease.DeepClone());

        Assert.Equal(422, code);
        Assert.Contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update", (string?)body!["message"]);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Patch_ThatChangesNothing_KeepsTheVersion(string target)
    {
        await StartAsync(target);
        await CreateAsync("a");
        var (_, first) = await Target.SendAsync("PATCH", $"{Maps}/a", JsonNode.Parse("{\"data\":{\"x\":\"1\"}}"), MergePatch);

        var (_, second) = await Target.SendAsync("PATCH", $"{Maps}/a", JsonNode.Parse("{\"data\":{\"x\":\"1\"}}"), MergePatch);

        Assert.Equal(Version(first), Version(second));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Patches_AtOnce_AreAllKept(string target)
    {
        await StartAsync(target);
        await CreateAsync("a");

        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            (await Target.SendAsync("PATCH", $"{Maps}/a", new JsonObject { ["data"] = new JsonObject { [$"k{i}"] = "v" } }, MergePatch)).Code));

        Assert.All(codes, c => Assert.Equal(200, c));
        var (_, body) = await Target.SendAsync("GET", $"{Maps}/a");
        Assert.Equal(20, body!["data"]!.AsObject().Count);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Apply_FieldOfAnother_ConflictsUntilForced(string target)
    {
        await StartAsync(target);
        JsonNode Body(string value) => JsonNode.Parse($"{{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{{\"name\":\"a\"}},\"data\":{{\"x\":\"{value}\"}}}}")!;
        Assert.Equal(201, (await Target.SendAsync("PATCH", $"{Maps}/a?fieldManager=one", Body("1"), ApplyPatch)).Code);

        var (code, body) = await Target.SendAsync("PATCH", $"{Maps}/a?fieldManager=two", Body("2"), ApplyPatch);

        Assert.Equal((409, "Apply failed with 1 conflict: conflict with \"one\": .data.x"), (code, (string?)body!["message"]));
        Assert.Equal(200, (await Target.SendAsync("PATCH", $"{Maps}/a?fieldManager=two&force=true", Body("2"), ApplyPatch)).Code);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task List_InPages_IsOfOneMoment(string target)
    {
        await StartAsync(target);
        foreach (string name in (string[])["a", "b", "c", "d"])
            await CreateAsync(name, ("page", "yes"));
        var (_, first) = await Target.SendAsync("GET", $"{Maps}?limit=2&labelSelector=page%3Dyes");
        await CreateAsync("c2", ("page", "yes"));

        var (_, second) = await Target.SendAsync("GET", $"{Maps}?limit=10&labelSelector=page%3Dyes&continue={first!["metadata"]!["continue"]}");

        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(["c", "d"], Names(second));
        Assert.Equal(Version(first), Version(second));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Watch_FromListVersion_TellsEachChangeInOrder(string target)
    {
        await StartAsync(target);
        var (_, list) = await Target.SendAsync("GET", Maps);
        using var reader = new StreamReader(await Target.WatchAsync($"{Maps}?watch=true&labelSelector=w%3Dyes&resourceVersion={Version(list)}&timeoutSeconds=20"));
        await CreateAsync("a", ("w", "yes"));
        await CreateAsync("unseen");
        await Target.SendAsync("PATCH", $"{Maps}/a", JsonNode.Parse("{\"data\":{\"x\":\"1\"}}"), MergePatch);
        await Target.SendAsync("PATCH", $"{Maps}/a", JsonNode.Parse("{\"metadata\":{\"labels\":{\"w\":\"no\"}}}"), MergePatch);

        var events = new List<JsonNode>();
        while (events.Count < 3)
            events.Add(JsonNode.Parse((await reader.ReadLineAsync())!)!);

        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], events.Select(e => (string?)e["type"]));
        var versions = events.Select(e => long.Parse(Version(e["object"])!)).ToArray();
        Assert.Equal(versions.Order(), versions);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Delete_WithFinalizer_WaitsForIt(string target)
    {
        await StartAsync(target);
        var map = Map("a");
        map["metadata"]!["finalizers"] = new JsonArray("example.dev/hold");
        await Target.SendAsync("POST", Maps, map);

        var (_, marked) = await Target.SendAsync("DELETE", $"{Maps}/a");

        Assert.NotNull(marked!["metadata"]!["deletionTimestamp"]);
        Assert.Equal(200, (await Target.SendAsync("PATCH", $"{Maps}/a", JsonNode.Parse("{\"metadata\":{\"finalizers\":null}}"), MergePatch)).Code);
        Assert.Equal(404, (await Target.SendAsync("GET", $"{Maps}/a")).Code);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task DryRun_Create_StoresNothing(string target)
    {
        await StartAsync(target);
        var (code, _) = await Target.SendAsync("POST", $"{Maps}?dryRun=All", Map("a"));

        Assert.Equal(201, code);
        Assert.Equal(404, (await Target.SendAsync("GET", $"{Maps}/a")).Code);
    }

    private Task<(int Code, JsonNode? Body)> CreateAsync(string name, params (string Key, string Value)[] labels)
    {
        var map = Map(name);
        map["metadata"]!["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create<string, JsonNode?>(l.Key, l.Value)));
        return Target.SendAsync("POST", Maps, map);
    }

    private static JsonObject Map(string name) => new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = name } };
}
