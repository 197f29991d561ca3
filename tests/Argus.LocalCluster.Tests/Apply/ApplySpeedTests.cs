using System.Diagnostics;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Apply;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tests.Schema;
using Argus.Testing;
using Xunit.Abstractions;

namespace Argus.LocalCluster.Tests.Apply;

public sealed class ApplySpeedTests(ITestOutputHelper output)
{
    /// <summary>A write has to cost far less than a millisecond. Time depends on the machine, so what is held here is what it allocates.</summary>
    [DataFact]
    public void Apply_Deployment_AllocatesLittle()
    {
        JsonNode step = Recording.Load("patch-types", "apply-deployment.json")["steps"]![0]!;
        JsonObject applied = step["request"]!["body"]!.AsObject();
        StructuralSchema schema = BuiltInSchemas.Find("apps", "v1", "Deployment")!;
        JsonObject live = Write(null, applied, schema, 0);
        string stored = live.ToJsonString();
        for (int i = 0; i < 300; i++)
            Write(JsonNode.Parse(stored)!.AsObject(), applied, schema, i);
        const int Rounds = 2000;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Rounds; i++)
            Write(JsonNode.Parse(stored)!.AsObject(), applied, schema, i);
        double each = Stopwatch.GetElapsedTime(start).TotalMilliseconds / Rounds;
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Rounds;
        output.WriteLine($"{each:0.000} ms and {bytes} bytes for a change of {stored.Length} bytes: parse, apply, default, validate");
        Assert.True(bytes < 150_000, $"{bytes} bytes");
    }

    private static JsonObject Write(JsonObject? live, JsonObject applied, StructuralSchema schema, int replicas)
    {
        JsonObject body = applied.DeepClone().AsObject();
        body["spec"]!["replicas"] = replicas;
        JsonObject updated = ServerSideApply.Apply(live, body, "argus", false, schema, "apps/v1", null, "2026-01-01T00:00:00Z").Object!;
        schema.ApplyDefaults(updated);
        Assert.Empty(schema.Validate(updated, live));
        return updated;
    }
}
