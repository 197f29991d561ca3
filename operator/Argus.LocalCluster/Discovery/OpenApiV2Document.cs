using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Discovery;

/// <summary>All groups in one OpenAPI v2 document, by which a kubectl before 1.27 checks, explains and compares.</summary>
internal static class OpenApiV2Document
{
    /// <summary>From the documents of v3.</summary>
    public static JsonObject Of(IEnumerable<JsonObject> documents)
    {
        var paths = new JsonObject();
        var definitions = new JsonObject();
        foreach (var document in documents)
        {
            foreach (var (path, item) in document["paths"]!.AsObject())
                paths[path] = new JsonObject(item!.AsObject().Select(o => KeyValuePair.Create(o.Key, (JsonNode?)Operation(o.Value!.AsObject()))));
            foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
                definitions[name] ??= OpenApiV2Schema.Of(schema!.AsObject());
        }
        return new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = (string?)ServerVersion.ToJson()["gitVersion"] },
            ["paths"] = paths,
            ["definitions"] = definitions,
        };
    }

    private static JsonObject Operation(JsonObject v3)
    {
        var v2 = v3.DeepClone().AsObject();
        v2["parameters"] = new JsonArray([.. v3["parameters"]!.AsArray().Select(p => (JsonNode)new JsonObject
        {
            ["name"] = p!["name"]!.DeepClone(),
            ["in"] = p["in"]!.DeepClone(),
            ["type"] = p["schema"]!["type"]!.DeepClone(),
        })]);
        return v2;
    }
}
