using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Definitions;

/// <summary>What the server itself decides of CustomResourceDefinitions.</summary>
internal static class DefinitionRules
{
    public static KindRules Rules { get; } = new()
    {
        Generation = true,
        UnconditionalUpdate = true,
        DeleteGivesObject = true,
        OnCreate = Create,
        OnUpdate = Update,
    };

    private static void Create(JsonObject definition)
    {
        definition["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = StoredVersions(definition, []),
        };
    }

    private static void Update(JsonObject next, JsonObject old)
    {
        if (old["status"] is JsonObject status)
        {
            next["status"] = status.DeepClone();
            next["status"]!["storedVersions"] = StoredVersions(next, status.Strings("storedVersions"));
        }
    }

    private static JsonArray StoredVersions(JsonObject definition, IReadOnlyList<string> known)
    {
        var all = known.ToList();
        foreach (var version in (definition["spec"]?["versions"] as JsonArray ?? []).OfType<JsonObject>())
            if (version.Flag("storage") && version.Text("name") is { } name && !all.Contains(name))
                all.Add(name);
        return [.. all.Select(v => (JsonNode)v)];
    }
}
