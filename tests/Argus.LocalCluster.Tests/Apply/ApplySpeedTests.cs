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
        const int Rounds = 1000;
        double best = double.MaxValue;
        long bytes = 0;
        for (int block = 0; block < 5; block++)
        {
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
                Write(JsonNode.Parse(stored)!.AsObject(), applied, schema, i);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Rounds;
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / Rounds);
        }

        output.WriteLine($"{best:0.000} ms of processor (if nothing else runs) and {bytes} bytes for a change of {stored.Length} bytes: parse, apply, default, validate");
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
