using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Tests.Schema;

public sealed class StructuralSchemaTests
{
    private static readonly StructuralSchema Schema = StructuralSchema.Compile(JsonNode.Parse(
        """
        {"type": "object", "properties": {"spec": {"type": "object", "properties": {
          "name": {"type": "string", "minLength": 2, "maxLength": 4, "nullable": true},
          "count": {"type": "integer", "minimum": 1, "maximum": 9, "exclusiveMaximum": true, "multipleOf": 2},
          "size": {"x-kubernetes-int-or-string": true},
          "when": {"type": "string", "format": "date-time"},
          "open": {"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {"known": {"type": "object"}}},
          "labels": {"type": "object", "maxProperties": 1, "additionalProperties": {"type": "string"}},
          "tags": {"type": "array", "x-kubernetes-list-type": "set", "maxItems": 3, "items": {"type": "string"}},
          "ports": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"], "items": {"type": "object",
            "required": ["port"], "properties": {"port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}, "note": {"type": "string", "enum": ["a"]}}}},
          "one": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
          "deep": {"type": "object", "default": {}, "properties": {"er": {"type": "object", "default": {"x": 1}, "properties": {"x": {"type": "integer"}, "y": {"type": "integer", "default": 2}}}}},
          "child": {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true}}}}}
        """)!.AsObject());

    [Theory]
    [InlineData("""{"name": "a"}""", "spec.name in body should be at least 2 chars long")]
    [InlineData("""{"name": "abcde"}""", "Too long: may not be more than 4 bytes")]
    [InlineData("""{"count": 9}""", "spec.count in body should be less than 9")]
    [InlineData("""{"count": 3}""", "spec.count in body should be a multiple of 2")]
    [InlineData("""{"count": true}""", "spec.count in body must be of type integer: \"boolean\"")]
    [InlineData("""{"size": 1.5}""", "must be of type integer,string")]
    [InlineData("""{"when": "yesterday"}""", "spec.when in body must be of type date-time: \"yesterday\"")]
    [InlineData("""{"labels": {"a": "1", "b": "2"}}""", "Too many: 2: must have at most 1 items")]
    [InlineData("""{"tags": ["a", "b", "a"]}""", "Duplicate value: \"a\"")]
    [InlineData("""{"tags": ["a", "b", "c", "d"]}""", "Too many: 4: must have at most 3 items")]
    [InlineData("""{"ports": [{"port": 1}, {"port": 1, "protocol": "TCP"}]}""", "Duplicate value: {\"port\":1,\"protocol\":\"TCP\"}")]
    [InlineData("""{"ports": [{"protocol": "TCP"}]}""", "Required value")]
    [InlineData("""{"one": {}}""", "must validate one and only one schema (oneOf). Found none valid")]
    [InlineData("""{"one": {"a": "", "b": ""}}""", "must validate one and only one schema (oneOf). Found 2 valid alternatives")]
    public void Validate_BadValue_SaysWhatIsWrong(string spec, string message)
    {
        JsonObject o = Object(spec);
        Schema.ApplyDefaults(o);
        Assert.Contains(Schema.Validate(o, null), cause => cause.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name": null, "count": 4, "size": "50%", "when": "2026-01-01T00:00:00.5+02:00", "labels": {"a": "1"}, "tags": ["a", "b"]}""")]
    [InlineData("""{"ports": [{"port": 1}, {"port": 1, "protocol": "UDP"}], "one": {"a": ""}, "size": 3}""")]
    public void Validate_GoodValue_IsAccepted(string spec)
    {
        JsonObject o = Object(spec);
        Schema.ApplyDefaults(o);
        Assert.Empty(Schema.Validate(o, null));
    }

    [Fact]
    public void Validate_UnchangedItemOfAListMap_IsLeftAlone()
    {
        JsonObject old = Object("""{"ports": [{"port": 1, "protocol": "TCP", "note": "bad"}]}""");
        JsonObject updated = Object("""{"ports": [{"port": 2, "protocol": "TCP"}, {"port": 1, "protocol": "TCP", "note": "bad"}]}""");
        Assert.Empty(Schema.Validate(updated, old));
        updated["spec"]!["ports"]![1]!["note"] = "worse";
        Assert.Equal("spec.ports[1].note", Schema.Validate(updated, old)[0].Field);
    }

    [Fact]
    public void Prune_UnknownFields_AreDroppedAndNamed()
    {
        JsonObject o = Object("""{"nosuch": 1, "open": {"kept": 1, "known": {"dropped": 1}}, "ports": [{"port": 1, "x": 1}], "child": {"kind": "K", "any": 1, "metadata": {"name": "n", "y": 1}}}""");
        o["metadata"] = new JsonObject { ["name"] = "n", ["z"] = 1 };
        Assert.Equal(["metadata.z", "spec.child.metadata.y", "spec.nosuch", "spec.open.known.dropped", "spec.ports[0].x"], Schema.Prune(o));
        Assert.Equal("""{"open":{"kept":1,"known":{}},"ports":[{"port":1}],"child":{"kind":"K","any":1,"metadata":{"name":"n"}}}""", o["spec"]!.ToJsonString());
    }

    [Fact]
    public void ApplyDefaults_NestedDefaults_AreCompleted()
    {
        JsonObject o = Object("""{"count": null, "name": null, "ports": [{"port": 1}]}""");
        Schema.ApplyDefaults(o);
        Assert.Equal("""{"name":null,"ports":[{"port":1,"protocol":"TCP"}],"deep":{"er":{"x":1,"y":2}}}""", o["spec"]!.ToJsonString());
        JsonNode once = o.DeepClone();
        Schema.ApplyDefaults(o);
        Assert.True(JsonNode.DeepEquals(once, o));
    }

    [Fact]
    public void Find_Path_LeadsThroughListsAndMaps()
    {
        Assert.Equal(NodeType.Integer, Schema.Find(".spec.ports[].port")!.Type);
        Assert.Equal(NodeType.String, Schema.Find("spec.labels.any")!.Type);
        Assert.Equal(NodeType.String, Schema.Find("metadata.name")!.Type);
        Assert.Null(Schema.Find("spec.nosuch.deeper"));
    }

    private static JsonObject Object(string spec) => new() { ["spec"] = JsonNode.Parse(spec) };
}
