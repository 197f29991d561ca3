using System.Text.Json.Nodes;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tests.Schema;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Apply;

public sealed class ScaleOwnershipTests
{
    private const string Version = "argus.dev/v1alpha1";

    [DataFact]
    public void Write_RecordedApplyOfTheSameValue_GivesTheRecordedOwners()
    {
        JsonArray steps = Recording.Load("patch-types", "apply-status.json")["steps"]!.AsArray();
        JsonObject before = steps[8]!["response"]!["body"]!.AsObject(), after = steps[11]!["response"]!["body"]!.AsObject();
        ApiOutcome outcome = ScaleOwnership.Write(before, before.DeepClone().AsObject(), "hpa", ".spec.scaling.min", Version, applied: true);
        AssertOwners(after, outcome);
    }

    [DataFact]
    public void Write_RecordedPatch_GivesTheRecordedOwners()
    {
        JsonArray steps = Recording.Load("update-and-conflict", "scale-subresource.json")["steps"]!.AsArray();
        JsonObject after = steps[6]!["response"]!["body"]!.AsObject();
        JsonObject before = steps[0]!["response"]!["body"]!.DeepClone().AsObject();
        JsonNode status = after["metadata"]!["managedFields"]!.AsArray().Single(entry => entry!["subresource"]?.GetValue<string>() == "status")!;
        before["metadata"]!["managedFields"]!.AsArray().Add(status.DeepClone());
        JsonObject updated = before.DeepClone().AsObject();
        updated["spec"]!["scaling"]!["min"] = 4;
        AssertOwners(after, ScaleOwnership.Write(before, updated, "unknown", ".spec.scaling.min", Version, applied: false));
    }

    [Fact]
    public void Write_AppliedOverAnotherManagersValue_ConflictsUnlessForced()
    {
        JsonObject before = JsonNode.Parse(
            """
            {"metadata": {"name": "d", "managedFields": [{"manager": "alice", "operation": "Apply", "apiVersion": "apps/v1", "fieldsType": "FieldsV1",
              "fieldsV1": {"f:spec": {"f:replicas": {}, "f:selector": {}}}}]}, "spec": {"replicas": 1}}
            """)!.AsObject();
        JsonObject updated = before.DeepClone().AsObject();
        updated["spec"]!["replicas"] = 3;
        ApiOutcome refused = ScaleOwnership.Write(before, updated.DeepClone().AsObject(), "hpa", ".spec.replicas", "apps/v1", applied: true);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"alice\": .spec.replicas", refused.Fault!.Message);
        ApiOutcome forced = ScaleOwnership.Write(before, updated, "hpa", ".spec.replicas", "apps/v1", applied: true, force: true);
        Assert.Equal(
            """[{"f:spec":{"f:selector":{}}},{"f:spec":{"f:replicas":{}}}]""",
            new JsonArray([.. forced.Object!["metadata"]!["managedFields"]!.AsArray().OrderBy(entry => entry!["manager"]!.GetValue<string>())
                .Select(entry => entry!["fieldsV1"]!.DeepClone())]).ToJsonString());
    }

    private static void AssertOwners(JsonObject expected, ApiOutcome outcome)
    {
        Assert.Null(outcome.Fault);
        Recording.AssertSame(Sorted(expected), Sorted(outcome.Object!), "owners");
    }

    private static JsonArray Sorted(JsonObject o) =>
        [.. o["metadata"]!["managedFields"]!.AsArray().Select(entry => entry!.DeepClone()).OrderBy(entry => entry["manager"] + "|" + entry["subresource"] + "|" + entry["time"])];
}
