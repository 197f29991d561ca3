using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Conformance;

/// <summary>Kinds that a definition brings: what their schema, subresources and finalizers do.</summary>
public sealed class CustomResourceConformanceTests : ConformanceSuite
{
    // Of its own, since definitions belong to the whole of a cluster.
    private readonly string _group = $"g{Guid.NewGuid():n}"[..12] + ".example.dev";

    private string Definitions => "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private string Things => $"/apis/{_group}/v1/namespaces/{Namespace}/things";

    public override async Task DisposeAsync()
    {
        if (Target is not null)
            await Target.SendAsync("DELETE", $"{Definitions}/things.{_group}");
        await base.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Create_FieldsLeftOutAndUnknown_AreDefaultedAndPruned(string target)
    {
        await DefineAsync(target);

        var (code, made) = await CreateAsync("a", """{"unknown":1,"nested":{"odd":true}}""");

        Assert.Equal(201, code);
        Assert.Equal("""{"count":1,"nested":{"size":"small"}}""", Sorted(made!["spec"]!));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Create_UnknownFieldStrictly_IsRefusedByName(string target)
    {
        await DefineAsync(target);

        var (code, body) = await CreateAsync("a", """{"unknown":1}""", "?fieldValidation=Strict");

        Assert.Equal(400, code);
        Assert.EndsWith("strict decoding error: unknown field \"spec.unknown\"", (string?)body!["message"]);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Create_AgainstACelRule_IsRefusedInItsWords(string target)
    {
        await DefineAsync(target);

        var (code, body) = await CreateAsync("a", """{"count":7,"limit":3}""");

        Assert.Equal(422, code);
        Assert.Contains("count must not exceed limit", (string?)body!["message"]);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Status_AndSpec_AreWrittenApart(string target)
    {
        await DefineAsync(target);
        await CreateAsync("a", "{}");

        var (_, byStatus) = await PatchAsync("a/status", """{"spec":{"count":2},"status":{"ready":1}}""");
        var (_, bySpec) = await PatchAsync("a", """{"spec":{"count":3},"status":{"ready":9}}""");

        Assert.Equal((1, 1, 1), Numbers(byStatus));
        Assert.Equal((3, 1, 2), Numbers(bySpec));
        static (int Count, int Ready, int Generation) Numbers(JsonNode? o) => ((int)o!["spec"]!["count"]!, (int)o["status"]!["ready"]!, (int)o["metadata"]!["generation"]!);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Scale_ReadsAndWritesTheNumbersThatItNames(string target)
    {
        await DefineAsync(target);
        await CreateAsync("a", """{"count":2}""");
        await PatchAsync("a/status", """{"status":{"ready":1}}""");

        var (_, scale) = await Target.SendAsync("GET", $"{Things}/a/scale");
        var (code, _) = await PatchAsync("a/scale", """{"spec":{"replicas":5}}""");

        Assert.Equal(("Scale", 2, 1, 200), ((string?)scale!["kind"], (int)scale["spec"]!["replicas"]!, (int)scale["status"]!["replicas"]!, code));
        Assert.Equal(5, (int)(await Target.SendAsync("GET", $"{Things}/a")).Body!["spec"]!["count"]!);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Delete_WithPreconditions_IsOfThatObjectAlone(string target)
    {
        await DefineAsync(target);
        var (_, made) = await CreateAsync("a", "{}");
        static JsonObject On(string field, string? value) => new() { ["preconditions"] = new JsonObject { [field] = value } };

        Assert.Equal(409, (await Target.SendAsync("DELETE", $"{Things}/a", On("uid", "other"))).Code);
        Assert.Equal(409, (await Target.SendAsync("DELETE", $"{Things}/a", On("resourceVersion", "1"))).Code);
        Assert.Equal(200, (await Target.SendAsync("DELETE", $"{Things}/a", On("uid", (string?)made!["metadata"]!["uid"]))).Code);
        Assert.Equal(404, (await Target.SendAsync("GET", $"{Things}/a")).Code);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Delete_Orphaning_LeavesTheChildWithoutItsOwner(string target)
    {
        await DefineAsync(target);
        var (_, made) = await CreateAsync("a", "{}");
        await Target.SendAsync("POST", Maps, JsonNode.Parse($$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"child","ownerReferences":[{"apiVersion":"{{{_group}}}/v1","kind":"Thing","name":"a","uid":"{{{made!["metadata"]!["uid"]}}}"}]} }"""));
        using var reader = new StreamReader(await Target.WatchAsync($"{Maps}?watch=true&fieldSelector=metadata.name%3Dchild&timeoutSeconds=30"));
        Assert.Equal("ADDED", (string?)(await NextAsync(reader))["type"]);

        await Target.SendAsync("DELETE", $"{Things}/a?propagationPolicy=Orphan");

        var changed = await NextAsync(reader);
        Assert.Equal("MODIFIED", (string?)changed["type"]);
        Assert.Null(changed["object"]!["metadata"]!["ownerReferences"]);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task List_ByFieldAndLabel_GivesWhatMatchesBoth(string target)
    {
        await DefineAsync(target);
        await CreateAsync("a", "{}", labels: """{"t":"x"}""");
        await CreateAsync("b", "{}", labels: """{"t":"y"}""");
        await CreateAsync("c", "{}", labels: """{"t":"x"}""");

        Assert.Equal(["a", "c"], Names((await Target.SendAsync("GET", $"{Things}?labelSelector=t%20in%20(x,z)")).Body));
        Assert.Equal(["c"], Names((await Target.SendAsync("GET", $"{Things}?labelSelector=t%3Dx&fieldSelector=metadata.name!%3Da")).Body));
        Assert.Equal(400, (await Target.SendAsync("GET", $"{Things}?fieldSelector=spec.count%3D1")).Code);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Apply_FieldOfAnother_ConflictsByPathAndLeavesWithItsManager(string target)
    {
        await DefineAsync(target);
        JsonNode Body(string spec) => JsonNode.Parse($$$"""{"apiVersion":"{{{_group}}}/v1","kind":"Thing","metadata":{"name":"a"},"spec":{{{spec}}} }""")!;
        Assert.Equal(201, (await Target.SendAsync("PATCH", $"{Things}/a?fieldManager=one", Body("""{"limit":9,"nested":{"size":"large"}}"""), ApplyPatch)).Code);

        var (code, body) = await Target.SendAsync("PATCH", $"{Things}/a?fieldManager=two", Body("""{"limit":8}"""), ApplyPatch);
        var (_, left) = await Target.SendAsync("PATCH", $"{Things}/a?fieldManager=one", Body("""{"nested":{"size":"large"}}"""), ApplyPatch);

        Assert.Equal((409, ".spec.limit"), (code, (string?)body!["details"]!["causes"]![0]!["field"]));
        Assert.Null(left!["spec"]!["limit"]);
    }

    private async Task DefineAsync(string target)
    {
        await StartAsync(target);
        await Target.SendAsync("POST", Definitions, JsonNode.Parse($$$"""
            {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","metadata":{"name":"things.{{{_group}}}"},"spec":{"group":"{{{_group}}}","scope":"Namespaced",
            "names":{"plural":"things","singular":"thing","kind":"Thing","listKind":"ThingList"},
            "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.count","statusReplicasPath":".status.ready"} },
            "schema":{"openAPIV3Schema":{"type":"object","properties":{"status":{"type":"object","properties":{"ready":{"type":"integer"} } },
            "spec":{"type":"object","default":{},"x-kubernetes-validations":[{"rule":"!has(self.limit) || self.count <= self.limit","message":"count must not exceed limit"}],
            "properties":{"count":{"type":"integer","default":1},"limit":{"type":"integer"},"nested":{"type":"object","properties":{"size":{"type":"string","default":"small"} } } } } } } } }]} }
            """));
        using var reader = new StreamReader(await Target.WatchAsync($"{Definitions}?watch=true&fieldSelector=metadata.name%3Dthings.{_group}&timeoutSeconds=30"));
        while (!((await NextAsync(reader))["object"]!["status"]?["conditions"] as JsonArray ?? []).Any(c => (string?)c!["type"] == "Established" && (string?)c["status"] == "True"))
        {
        }

        // Established is told a moment before all of a real server's parts know of it.
        while ((await Target.SendAsync("GET", Things)).Code is 404 or 429)
        {
        }
    }

    private Task<(int Code, JsonNode? Body)> CreateAsync(string name, string spec, string query = "", string labels = "{}") =>
        Target.SendAsync("POST", Things + query, JsonNode.Parse($$$"""{"apiVersion":"{{{_group}}}/v1","kind":"Thing","metadata":{"name":"{{{name}}}","labels":{{{labels}}} },"spec":{{{spec}}} }"""));

    private Task<(int Code, JsonNode? Body)> PatchAsync(string path, string patch) => Target.SendAsync("PATCH", $"{Things}/{path}", JsonNode.Parse(patch), MergePatch);

    private static async Task<JsonNode> NextAsync(StreamReader reader) => JsonNode.Parse((await reader.ReadLineAsync())!)!;

    private static string Sorted(JsonNode o) => new JsonObject(o.AsObject().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString();
}
