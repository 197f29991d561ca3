using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Schema;

/// <summary>One recorded story: its exchanges, and the schemas of the kinds in it.</summary>
internal static class Recording
{
    private static readonly Dictionary<string, StructuralSchema> Definitions = [];

    public static JsonObject Load(params string[] parts) =>
        JsonNode.Parse(File.ReadAllText(TestData.At(["contracts", "kubernetes-recordings", .. parts])))!.AsObject();

    public static IEnumerable<(int Index, JsonObject Request, JsonObject Response)> Exchanges(string folder, string story)
    {
        int index = 0;
        foreach (JsonNode? step in Load(folder, story + ".json")["steps"]!.AsArray())
        {
            if (step?["request"] is JsonObject request && step["response"] is JsonObject response)
                yield return (index, request, response);
            foreach (JsonObject exchange in (step?["requests"] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                if (exchange["response"] is JsonObject answer)
                    yield return (index, exchange["request"]!.AsObject(), answer);
            }

            index++;
        }
    }

    /// <summary>The schema for a kind: a built-in one, or that of a recorded definition.</summary>
    public static StructuralSchema SchemaOf(string apiVersion, string kind)
    {
        string[] parts = apiVersion.Split('/');
        if (BuiltInSchemas.Find(parts.Length == 1 ? "" : parts[0], parts[^1], kind) is { } builtIn)
            return builtIn;
        string name = kind.ToLowerInvariant() + "s.argus.dev";
        if (!Definitions.TryGetValue(name, out StructuralSchema? schema))
        {
            JsonNode version = Load("crds", name + ".json")["spec"]!["versions"]![0]!;
            schema = StructuralSchema.Compile(version["schema"]!["openAPIV3Schema"]!.AsObject(), version["subresources"]?["status"] is not null);
            Definitions[name] = schema;
        }

        return schema;
    }

    /// <summary>An object without what differs from run to run and without what controllers wrote.</summary>
    public static JsonObject Stable(JsonObject o)
    {
        JsonObject stable = o.DeepClone().AsObject();
        JsonObject metadata = stable["metadata"]!.AsObject();
        foreach (string name in (string[])["uid", "resourceVersion", "creationTimestamp", "generation", "namespace", "name"])
            metadata.Remove(name);
        (metadata["annotations"] as JsonObject)?.Remove("deployment.kubernetes.io/revision");
        if (metadata["annotations"] is JsonObject { Count: 0 })
            metadata.Remove("annotations");
        if (stable.Text("apiVersion")?.StartsWith("argus.dev", StringComparison.Ordinal) != true)
            stable.Remove("status");
        if (stable["spec"] is JsonObject spec)
            StripAllocated(stable.Text("kind"), metadata, spec);
        if (metadata["managedFields"] is JsonArray entries)
        {
            List<JsonObject> kept = [.. entries.OfType<JsonObject>().Where(entry => entry.Text("manager") is not ("kcm" or "kas"))];
            entries.Clear();
            foreach (JsonObject entry in kept.OrderBy(entry => entry.Text("operation") + entry.Text("manager") + entry.Text("subresource")))
            {
                entry.Remove("time");
                entries.Add((JsonNode)entry);
            }

            if (entries.Count == 0)
                metadata.Remove("managedFields");
        }

        return stable;
    }

    /// <summary>What admission and allocation add after ownership is settled.</summary>
    private static void StripAllocated(string? kind, JsonObject metadata, JsonObject spec)
    {
        string[] names = kind switch
        {
            "Service" => ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"],
            "Pod" => ["volumes", "tolerations", "serviceAccount", "serviceAccountName", "priority", "preemptionPolicy", "nodeName"],
            "Job" => ["selector"],
            _ => [],
        };
        foreach (string name in names)
            spec.Remove(name);
        foreach (JsonObject container in (kind == "Pod" ? spec["containers"] as JsonArray : null)?.OfType<JsonObject>() ?? [])
            container.Remove("volumeMounts");
        if (kind == "Job")
        {
            metadata.Remove("labels");
            spec["template"]?.AsObject().Remove("metadata");
        }
    }

    /// <summary>The causes of a recorded refusal, in no particular order.</summary>
    public static IEnumerable<string> Causes(JsonNode? body) =>
        (body?["details"]?["causes"] as JsonArray ?? []).Select(cause => $"{cause!["reason"]}|{cause["message"]}|{cause["field"]}").Order(StringComparer.Ordinal);

    public static IEnumerable<string> Causes(IEnumerable<FieldCause> causes) =>
        causes.Select(cause => $"{cause.Reason}|{cause.Message}|{cause.Field}").Order(StringComparer.Ordinal);

    /// <summary>Fails with both texts where two values differ.</summary>
    public static void AssertSame(JsonNode? expected, JsonNode? actual, string what)
    {
        if (!JsonNode.DeepEquals(expected, actual))
            Assert.Fail($"{what}\nexpected {expected?.ToJsonString()}\nfound    {actual?.ToJsonString()}");
    }
}
