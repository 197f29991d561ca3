using System.Text.Json.Nodes;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Tests.Apply;

public sealed class ResetFieldsTests
{
    private static readonly StructuralSchema Budget = BuiltInSchemas.Find("policy", "v1", "PodDisruptionBudget")!;

    [Fact]
    public void Restore_Create_TakesTheStatusOff()
    {
        JsonObject o = Object("""{"spec": {}, "status": {"currentHealthy": 7}}""");
        ResetFields.Restore(Budget, null, o, null);
        Assert.Equal("""{"currentHealthy":0,"desiredHealthy":0,"disruptionsAllowed":0,"expectedPods":0}""", Sorted(o["status"]!));
    }

    [Fact]
    public void Restore_StatusRequest_ChangesNothingElse()
    {
        JsonObject old = Object("""{"metadata": {"name": "b", "labels": {"a": "1"}}, "spec": {"minAvailable": 1}, "status": {}}""");
        JsonObject o = Object("""{"metadata": {"name": "b", "annotations": {"x": "y"}}, "spec": {"minAvailable": 2}, "status": {"currentHealthy": 7}, "extra": 1}""");
        ResetFields.Restore(Budget, old, o, "status");
        Assert.Equal("""{"metadata":{"name":"b","annotations":{"x":"y"},"labels":{"a":"1"}},"spec":{"minAvailable":1},"status":{"currentHealthy":7}}""", o.ToJsonString());
    }

    private static string Sorted(JsonNode node) =>
        new JsonObject(node.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))).ToJsonString();

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();
}
