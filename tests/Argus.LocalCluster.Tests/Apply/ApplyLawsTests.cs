using System.Text.Json.Nodes;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tests.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.LocalCluster.Tests.Apply;

public sealed class ApplyLawsTests
{
    private const string Version = "argus.dev/v1";

    private static readonly StructuralSchema Open = StructuralSchema.Compile(
        JsonNode.Parse("""{"type": "object", "x-kubernetes-preserve-unknown-fields": true}""")!.AsObject());

    [Fact]
    public void Apply_Twice_ChangesNothing() => Prop.ForAll(Json.LikePairs, pair =>
    {
        JsonObject once = Apply(null, pair.A, "alice"), twice = Apply(once, pair.A, "alice", time: "2026-02-02T00:00:00Z");
        return ServerSideApply.IsUnchanged(once, twice);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Apply_ForcedByAnother_TakesEveryFieldItSets() => Prop.ForAll(Json.LikePairs, pair =>
    {
        JsonObject both = Apply(Apply(null, pair.A, "alice"), pair.B, "bob", force: true);
        return Contains(both, pair.B) && Apply(both, pair.B, "bob") is not null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Apply_OfNothing_LeavesOnlyWhatOthersOwn() => Prop.ForAll(Json.LikePairs, pair =>
    {
        JsonObject alone = Apply(null, pair.B, "bob");
        JsonObject left = Apply(Apply(Apply(null, pair.A, "alice"), pair.B, "bob", force: true), null, "alice");
        return Owners(left).All(owner => owner == "bob") && Contains(left, pair.B) && Owners(alone).SequenceEqual(Owners(left));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Apply_WithoutForce_KeepsWhatOthersAppliedOrRefuses() => Prop.ForAll(Json.LikePairs, pair =>
    {
        JsonObject first = Apply(null, pair.A, "alice");
        ApiOutcome outcome = ServerSideApply.Apply(first, Named(pair.B), "bob", false, Open, Version, null, "2026-01-01T00:00:00Z");
        return outcome.Fault is { Code: 409, Causes.Count: > 0 } || (Contains(outcome.Object!, pair.A) && Contains(outcome.Object!, pair.B));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Update_OfTheSame_ChangesNothing() => Prop.ForAll(Json.LikePairs, pair =>
    {
        JsonObject first = ServerSideApply.Update(null, Named(pair.A), "alice", Open, Version, null, "2026-01-01T00:00:00Z");
        JsonObject second = ServerSideApply.Update(first, first.DeepClone().AsObject(), "bob", Open, Version, null, "2026-02-02T00:00:00Z");
        return ServerSideApply.IsUnchanged(first, second);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Update_ByAnother_LeavesNoFieldWithTwoOwners() => Prop.ForAll(Json.LikePairs, pair =>
    {
        JsonObject first = ServerSideApply.Update(null, Named(pair.A), "alice", Open, Version, null, "2026-01-01T00:00:00Z");
        JsonObject second = ServerSideApply.Update(first, Named(pair.B), "bob", Open, Version, null, "2026-02-02T00:00:00Z");
        FieldSet[] sets = [.. (second["metadata"]?["managedFields"] as JsonArray ?? []).Select(entry => FieldSet.FromJson(entry!["fieldsV1"]))];
        return sets.Length < 2 || sets[0].Intersect(sets[1]).IsEmpty;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Apply_TakenOverWithSharedItems_KeepsTheOrderOfBoth()
    {
        StructuralSchema pod = BuiltInSchemas.Find("", "v1", "Pod")!;
        JsonObject live = Containers("a", "x", "b");
        JsonObject merged = ServerSideApply.Apply(live, Containers("b", "n", "a"), "bob", true, pod, "v1", null, "2026-01-01T00:00:00Z").Object!;
        Assert.Equal("x b n a", string.Join(' ', merged["spec"]!["containers"]!.AsArray().Select(item => item!["name"])));
    }

    private static JsonObject Containers(params string[] names) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = "p" },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["name"] = name })]) },
    };

    private static JsonObject Apply(JsonObject? live, JsonObject? applied, string manager, bool force = true, string time = "2026-01-01T00:00:00Z") =>
        ServerSideApply.Apply(live, Named(applied), manager, force, Open, Version, null, time).Object!;

    /// <summary>An object with that specification, or without any.</summary>
    private static JsonObject Named(JsonObject? body)
    {
        var o = new JsonObject { ["apiVersion"] = Version, ["kind"] = "Thing", ["metadata"] = new JsonObject { ["name"] = "x" } };
        if (body is not null)
            o["spec"] = body.DeepClone();
        return o;
    }

    private static IEnumerable<string> Owners(JsonObject o) =>
        (o["metadata"]?["managedFields"] as JsonArray ?? []).Select(entry => entry!["manager"]!.GetValue<string>());

    /// <summary>Every value that was applied is there; objects may hold more.</summary>
    private static bool Contains(JsonObject o, JsonObject applied) => Within(o["spec"], applied);

    private static bool Within(JsonNode? value, JsonNode? applied) => applied is JsonObject wanted
        ? value is JsonObject o && wanted.All(field => o.ContainsKey(field.Key) && Within(o[field.Key], field.Value)) || wanted.Count == 0
        : JsonNode.DeepEquals(value, applied);
}
