using System.Text.Json.Nodes;
using Argus.LocalCluster.Patch;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tests.Schema;

namespace Argus.LocalCluster.Tests.Patch;

public sealed class StrategicMergePatchTests
{
    private static readonly StructuralSchema Pod = BuiltInSchemas.Find("", "v1", "Pod")!;

    [Theory]
    [InlineData("""{"spec": {"containers": [{"name": "c"}]}}""", "c a b")]
    [InlineData("""{"spec": {"$setElementOrder/containers": [{"name": "b"}, {"name": "a"}]}}""", "b a")]
    [InlineData("""{"spec": {"$setElementOrder/containers": [{"name": "a"}, {"name": "c"}, {"name": "b"}], "containers": [{"name": "c"}]}}""", "a c b")]
    [InlineData("""{"spec": {"containers": [{"name": "a", "$patch": "delete"}]}}""", "b")]
    [InlineData("""{"spec": {"containers": [{"$patch": "replace"}, {"name": "z"}]}}""", "z")]
    [InlineData("""{"spec": {"containers": null}}""", "")]
    [InlineData("""{"spec": {"$patch": "replace", "containers": [{"name": "q"}]}}""", "q")]
    [InlineData("""{"$patch": "merge", "spec": {"containers": [{"name": "b", "image": "new"}]}}""", "a b:new")]
    public void Apply_Containers_GivesTheOrder(string patch, string expected)
    {
        JsonObject current = JsonNode.Parse("""{"spec": {"containers": [{"name": "a"}, {"name": "b"}]}}""")!.AsObject();
        JsonObject result = StrategicMergePatch.Apply(current, JsonNode.Parse(patch), Pod).Object!;
        IEnumerable<string> names = (result["spec"]!["containers"] as JsonArray ?? []).Select(item =>
            item!["image"] is { } image ? $"{item["name"]}:{image}" : item["name"]!.ToString());
        Assert.Equal(expected, string.Join(' ', names));
    }

    [Theory]
    [InlineData("""{"$patch": "jump"}""", "Unknown patch type: jump")]
    [InlineData("""{"spec": {"volumes": [{"name": "v", "$retainKeys": ["name"], "emptyDir": {}}]}}""", "$retainKeys")]
    [InlineData("""[]""", "cannot unmarshal array")]
    public void Apply_BadDirective_IsRefused(string patch, string message)
    {
        ApiFault fault = StrategicMergePatch.Apply([], JsonNode.Parse(patch), Pod).Fault!;
        Assert.Equal(400, fault.Code);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_RetainKeys_SwitchesTheVolumesSource()
    {
        JsonObject current = JsonNode.Parse("""{"spec": {"volumes": [{"name": "v", "emptyDir": {}}]}}""")!.AsObject();
        JsonNode patch = JsonNode.Parse("""{"spec": {"volumes": [{"name": "v", "$retainKeys": ["name", "secret"], "secret": {"secretName": "s"}}]}}""")!;
        Recording.AssertSame(
            JsonNode.Parse("""{"spec": {"volumes": [{"name": "v", "secret": {"secretName": "s"}}]}}"""),
            StrategicMergePatch.Apply(current, patch, Pod).Object, "volumes");
    }

    [Fact]
    public void Apply_Tolerations_AreReplacedAsAList()
    {
        JsonObject current = JsonNode.Parse("""{"spec": {"tolerations": [{"key": "a"}, {"key": "b"}]}}""")!.AsObject();
        JsonObject result = StrategicMergePatch.Apply(current, JsonNode.Parse("""{"spec": {"tolerations": [{"key": "c"}]}}"""), Pod).Object!;
        Assert.Equal("""[{"key":"c"}]""", result["spec"]!["tolerations"]!.ToJsonString());
    }
}
