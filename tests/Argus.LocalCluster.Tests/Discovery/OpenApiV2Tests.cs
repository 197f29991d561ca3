using System.Text;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Discovery;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Discovery;

public sealed class OpenApiV2Tests
{
    [Fact]
    public async Task Document_OfAllKinds_RefersToWhatIsInIt()
    {
        await using var cluster = await RunningCluster.StartAsync();

        var (_, document) = await cluster.SendAsync("GET", "/openapi/v2");

        var definitions = document!["definitions"]!.AsObject();
        var references = new List<string>();
        Walk(document, references);
        Assert.All(references.Distinct(), reference => Assert.True(definitions.ContainsKey(reference["#/definitions/".Length..]), reference));
        Assert.Contains("#/definitions/io.k8s.api.core.v1.PodSpec", references);
        Assert.NotNull(document["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]);
    }

    [Theory]
    [InlineData("""{"type":"string","nullable":true,"description":"d"}""", """{"description":"d"}""")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"a":{"type":"string"}}}""", """{"x-kubernetes-preserve-unknown-fields":true}""")]
    [InlineData("""{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}""", """{"x-kubernetes-int-or-string":true}""")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"string"}]}""", """{"type":"string","format":"int-or-string"}""")]
    [InlineData("""{"oneOf":[{"type":"number"},{"type":"string"}]}""", """{"type":"string"}""")]
    [InlineData("""{"allOf":[{"$ref":"#/components/schemas/A"}],"description":"d"}""", """{"description":"d","$ref":"#/definitions/A"}""")]
    [InlineData("""{"type":"integer","default":1,"minimum":0,"x-kubernetes-validations":[{"rule":"self > 0"}]}""", """{"type":"integer"}""")]
    [InlineData("""{"type":"array","items":{"type":"string","nullable":true}}""", """{"type":"array","items":{}}""")]
    public void Of_SchemaOfVersion3_SaysNoMoreThanVersion2Can(string v3, string v2) =>
        Assert.Equal(v2, OpenApiV2Schema.Of(JsonNode.Parse(v3)!.AsObject()).ToJsonString());

    [Fact]
    public void Protobuf_SmallDocument_IsWrittenByFieldNumbers()
    {
        var document = JsonNode.Parse("""{"swagger":"2.0","info":{"title":"K","version":"1"},"paths":{},"definitions":{"W":{"type":"object","x-k":1}}}""")!.AsObject();

        byte[] bytes = OpenApiProtobuf.Of(document);

        string schema = "\u00b2\u0001\u0008\n\u0006object\u00fa\u0001\u000b\n\u0003x-k\u0012\u0004\u0012\u00021\n";
        string definition = $"\n\u0001W\u0012{(char)schema.Length}{schema}";
        string definitions = $"\n{(char)definition.Length}{definition}";
        Assert.Equal($"\n\u00032.0\u0012\u0006\n\u0001K\u0012\u00011B\0J{(char)definitions.Length}{definitions}", Encoding.Latin1.GetString(bytes));
    }

    private static void Walk(JsonNode? node, List<string> references)
    {
        if (node is JsonArray array)
            foreach (var item in array)
                Walk(item, references);
        if (node is not JsonObject o)
            return;
        if (o["$ref"] is JsonValue reference)
            references.Add((string)reference!);
        foreach (var (_, value) in o)
            Walk(value, references);
    }
}
