using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Tests.Cel;

public sealed class CelRulesTests
{
    [Fact]
    public void Validate_TransitionRule_IsHeldOnUpdatesOnly()
    {
        StructuralSchema schema = Schema("""{"rule": "self.size >= oldSelf.size", "message": "must not shrink"}""");
        Assert.Empty(schema.Validate(Spec(1), null));
        Assert.Empty(schema.Validate(Spec(2), Spec(1)));
        FieldCause cause = Assert.Single(schema.Validate(Spec(1), Spec(2)));
        Assert.Equal(new FieldCause("FieldValueInvalid", "Invalid value: must not shrink", "spec"), cause);
    }

    [Fact]
    public void Validate_OptionalOldSelf_IsHeldOnCreateToo()
    {
        StructuralSchema schema = Schema("""{"rule": "oldSelf.hasValue() || self.size == 1", "optionalOldSelf": true, "message": "starts at one"}""");
        Assert.Empty(schema.Validate(Spec(1), null));
        Assert.Equal("Invalid value: starts at one", Assert.Single(schema.Validate(Spec(4), null)).Message);
        Assert.Empty(schema.Validate(Spec(9), Spec(4)));
    }

    [Fact]
    public void Validate_OptionalField_OfOldSelf()
    {
        StructuralSchema schema = Schema("""{"rule": "oldSelf.?size.orValue(0) <= self.size", "optionalOldSelf": true}""");
        Assert.Empty(schema.Validate(Spec(1), null));
        Assert.Equal("Invalid value: failed rule: oldSelf.?size.orValue(0) <= self.size", Assert.Single(schema.Validate(Spec(1), Spec(2))).Message);
    }

    [Fact]
    public void Validate_MessageExpression_IsEvaluated()
    {
        StructuralSchema schema = Schema("""{"rule": "self.size < 3", "messageExpression": "'at most 2, got ' + string(self.size)", "fieldPath": ".size", "reason": "FieldValueForbidden"}""");
        Assert.Equal(new FieldCause("FieldValueForbidden", "Forbidden: at most 2, got 7", "spec.size"), Assert.Single(schema.Validate(Spec(7), null)));
    }

    [Fact]
    public void Validate_UnchangedViolation_DoesNotRefuseAnUpdate()
    {
        StructuralSchema schema = Schema("""{"rule": "self.size < 3", "message": "too large"}""");
        JsonObject old = Spec(7), updated = Spec(7);
        updated["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["a"] = "b" } };
        Assert.Empty(schema.Validate(updated, old));
        Assert.Single(schema.Validate(Spec(8), old));
    }

    [Fact]
    public void Validate_RuleThatFails_SaysWhy()
    {
        StructuralSchema schema = Schema("""{"rule": "self.missing.size() > 0 || self.list[3] == 1", "message": "fine"}""", "\"list\": {\"type\": \"array\", \"items\": {\"type\": \"integer\"}}, \"missing\": {\"type\": \"string\"},");
        JsonObject o = Spec(1);
        Assert.Equal("Invalid value: no such key: missing evaluating rule: fine", Assert.Single(schema.Validate(o, null)).Message);
    }

    private static StructuralSchema Schema(string rule, string more = "") => StructuralSchema.Compile(JsonNode.Parse(
        $$$"""
        {"type": "object", "properties": {"spec": {"type": "object", "x-kubernetes-validations": [{{{rule}}}],
          "properties": { {{{more}}} "size": {"type": "integer"} } } } }
        """)!.AsObject());

    private static JsonObject Spec(int size) => new() { ["spec"] = new JsonObject { ["size"] = size } };
}
