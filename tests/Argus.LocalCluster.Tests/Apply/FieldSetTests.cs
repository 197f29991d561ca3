using System.Text.Json.Nodes;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tests.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.LocalCluster.Tests.Apply;

public sealed class FieldSetTests
{
    private static readonly SchemaNode Open = StructuralSchema.Compile(
        JsonNode.Parse("""{"type": "object", "x-kubernetes-preserve-unknown-fields": true}""")!.AsObject()).Root;

    [Fact]
    public void FromJson_OfToJson_IsTheSet() =>
        Prop.ForAll(Json.Pairs, pair => FieldSet.FromJson(Set(pair.A).ToJson()).SetEquals(Set(pair.A))).QuickCheckThrowOnFailure();

    [Fact]
    public void Union_IsCommutativeAndHoldsBoth() => Prop.ForAll(Json.Pairs, pair =>
    {
        FieldSet a = Set(pair.A), b = Set(pair.B), union = a.Union(b);
        return union.SetEquals(b.Union(a)) && a.Except(union).IsEmpty && b.Except(union).IsEmpty;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Except_AndIntersect_SplitTheSet() => Prop.ForAll(Json.Pairs, pair =>
    {
        FieldSet a = Set(pair.A), b = Set(pair.B);
        return a.Except(b).Union(a.Intersect(b)).SetEquals(a) && a.Except(b).Intersect(b).IsEmpty && a.Except(a).IsEmpty;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void FromJson_RecordedForm_NamesMembersAndItems()
    {
        var set = FieldSet.FromJson(JsonNode.Parse("""{"f:spec": {".": {}, "f:ports": {"k:{\"port\":80}": {".": {}, "f:port": {}}}, "f:size": {}}}"""));
        Assert.True(set.Has("spec"));
        Assert.True(set.Has("spec", "size"));
        Assert.False(set.Has("spec", "ports"));
        Assert.True(set.Child("f:spec")!.Child("f:ports")!.Child("k:{\"port\":80}")!.IsMember);
    }

    private static FieldSet Set(JsonObject o) => TypedWalk.Run(Open, o).Fields;
}
