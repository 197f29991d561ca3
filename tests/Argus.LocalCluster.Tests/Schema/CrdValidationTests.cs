using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Tests.Schema;

public sealed class CrdValidationTests
{
    private const string Root = "spec.validation.openAPIV3Schema";

    [Theory]
    [InlineData("""{"type": "string"}""", "must be object at the root", Root + ".type")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "array"}}}""", "Required value: must be specified", Root + ".properties[a].items")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "text"}}}""", "Unsupported value: \"text\"", Root + ".properties[a].type")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "object", "additionalProperties": {"type": "string"}, "properties": {"b": {"type": "string"}}}}}""", "mutual exclusive", Root + ".properties[a].additionalProperties")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "array", "x-kubernetes-list-type": "map", "items": {"type": "object"}}}}""", "must not be empty if x-kubernetes-list-type is map", Root + ".properties[a].x-kubernetes-list-map-keys")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "integer", "default": "x"}}}""", "must be of type integer", Root + ".properties[a].default")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "string", "pattern": "("}}}""", "must be a valid regular expression", Root + ".properties[a].pattern")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "object", "oneOf": [{"properties": {"b": {"type": "string"}}}]}}}""", "because it is defined in", Root + ".properties[a].properties[b]")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "string", "uniqueItems": true}}}""", "quadratic", Root + ".properties[a].uniqueItems")]
    [InlineData("""{"type": "object", "x-kubernetes-validations": [{"rule": "self.a.all(x, self.a.all(y, x != y))"}], "properties": {"a": {"type": "array", "items": {"type": "string"}}}}""", "estimated rule cost exceeds budget by factor of more than 100x", Root + ".x-kubernetes-validations[0].rule")]
    [InlineData("""{"type": "object", "x-kubernetes-validations": [{"rule": "  "}]}""", "rule is not specified", Root + ".x-kubernetes-validations[0].rule")]
    public void Validate_BrokenSchema_NamesThePlaceAndTheReason(string schema, string message, string field)
    {
        IReadOnlyList<FieldCause> causes = CrdValidation.Validate(Definition(schema));
        Assert.Contains(causes, cause => cause.Field == field && cause.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"type": "object", "x-kubernetes-validations": [{"rule": "self.a.all(x, self.a.all(y, x != y))"}], "properties": {"a": {"type": "array", "maxItems": 20, "items": {"type": "string", "maxLength": 63}}}}""")]
    [InlineData("""{"type": "object", "properties": {"a": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]}}}""")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "object", "default": {}, "properties": {"b": {"type": "integer", "default": 1}}}}}""")]
    [InlineData("""{"type": "object", "x-kubernetes-preserve-unknown-fields": true}""")]
    public void Validate_GoodSchema_IsAccepted(string schema) => Assert.Empty(CrdValidation.Validate(Definition(schema)));

    [Fact]
    public void Validate_TwoStorageVersions_IsRefused()
    {
        JsonObject crd = Definition("""{"type": "object"}""");
        JsonArray versions = crd["spec"]!["versions"]!.AsArray();
        JsonObject second = versions[0]!.DeepClone().AsObject();
        second["name"] = "v2";
        versions.Add((JsonNode)second);
        Assert.Contains(CrdValidation.Validate(crd), cause => cause.Message.EndsWith("must have exactly one version marked as storage version", StringComparison.Ordinal));
    }

    [Fact]
    public void Accept_KindInUse_ServesTheOtherNamesOnly()
    {
        JsonObject wanted = Names("clashes", "ModelDeployment");
        CrdNames names = CrdNames.Accept(wanted, [Names("modeldeployments", "ModelDeployment")]);
        Assert.Equal(("KindConflict", "\"ModelDeployment\" is already in use"), (names.Reason, names.Message));
        Assert.Equal("""{"plural":"clashes","kind":"","listKind":"clashesList"}""", names.Accepted.ToJsonString());
        Assert.Equal("NoConflicts", CrdNames.Accept(wanted, []).Reason);
    }

    private static JsonObject Names(string plural, string kind) => new() { ["plural"] = plural, ["kind"] = kind, ["listKind"] = plural + "List" };

    private static JsonObject Definition(string schema) => JsonNode.Parse(
        $$$"""
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.argus.dev"},
         "spec": {"group": "argus.dev", "scope": "Namespaced", "names": {"plural": "things", "singular": "thing", "kind": "Thing", "listKind": "ThingList"},
           "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {{{schema}}}}}]}}
        """)!.AsObject();
}
