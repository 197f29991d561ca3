using System.Text.Json.Nodes;
using Argus.LocalCluster.Patch;
using Argus.LocalCluster.Tests.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.LocalCluster.Tests.Patch;

public sealed class PatchLawsTests
{
    [Fact]
    public void MergePatch_AppliedTwice_ChangesNothingMore() => Prop.ForAll(Json.Pairs, pair =>
    {
        JsonObject once = JsonMergePatch.Apply(pair.A, pair.B).Object!;
        return JsonNode.DeepEquals(once, JsonMergePatch.Apply(once, pair.B).Object);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void MergePatch_OfAnEmptyPatch_IsTheObject() =>
        Prop.ForAll(Json.Pairs, pair => JsonNode.DeepEquals(pair.A, JsonMergePatch.Apply(pair.A, new JsonObject()).Object)).QuickCheckThrowOnFailure();

    [Fact]
    public void MergePatch_LeavesItsInputAlone() => Prop.ForAll(Json.Pairs, pair =>
    {
        string before = pair.A.ToJsonString(), patch = pair.B.ToJsonString();
        JsonMergePatch.Apply(pair.A, pair.B);
        return before == pair.A.ToJsonString() && patch == pair.B.ToJsonString();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void JsonPatch_AddThenRemove_IsTheObject() => Prop.ForAll(Json.Pairs, pair =>
    {
        JsonNode patch = JsonNode.Parse("""[{"op": "add", "path": "/new~1key", "value": null}, {"op": "remove", "path": "/new~1key"}]""")!;
        patch[0]!["value"] = pair.B.DeepClone();
        return JsonNode.DeepEquals(pair.A, JsonPatch.Apply(pair.A, patch).Object);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""[{"op": "add", "path": "/list/1", "value": 9}]""", """{"a":{"b":1},"list":[1,9,2]}""")]
    [InlineData("""[{"op": "add", "path": "/list/-", "value": 9}]""", """{"a":{"b":1},"list":[1,2,9]}""")]
    [InlineData("""[{"op": "replace", "path": "/list/0", "value": 9}]""", """{"a":{"b":1},"list":[9,2]}""")]
    [InlineData("""[{"op": "move", "from": "/a/b", "path": "/list/0"}]""", """{"a":{},"list":[1,1,2]}""")]
    [InlineData("""[{"op": "test", "path": "/a", "value": {"b": 1.0}}, {"op": "remove", "path": "/a"}]""", """{"list":[1,2]}""")]
    public void JsonPatch_Operation_DoesWhatItSays(string patch, string expected) =>
        Recording.AssertSame(JsonNode.Parse(expected), JsonPatch.Apply(Document(), JsonNode.Parse(patch)).Object, patch);

    [Theory]
    [InlineData("""[{"op": "add", "path": "/list/3", "value": 9}]""")]
    [InlineData("""[{"op": "replace", "path": "/list/2", "value": 9}]""")]
    [InlineData("""[{"op": "remove", "path": "/list/01"}]""")]
    [InlineData("""[{"op": "move", "from": "/a", "path": "/a/b"}]""")]
    [InlineData("""[{"op": "add", "path": "a", "value": 9}]""")]
    [InlineData("""[{"op": "add", "path": "/a/c"}]""")]
    [InlineData("""[{"op": "remove", "path": ""}]""")]
    [InlineData("""[7]""")]
    public void JsonPatch_ImpossibleOperation_IsRefusedWhole(string patch) =>
        Assert.Equal(422, JsonPatch.Apply(Document(), JsonNode.Parse(patch)).Fault!.Code);

    private static JsonObject Document() => JsonNode.Parse("""{"a": {"b": 1}, "list": [1, 2]}""")!.AsObject();
}
