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
        Fill(definition);
        definition["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = StoredVersions(definition, []),
        };
    }

    private static void Update(JsonObject next, JsonObject old)
    {
        Fill(next);
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

    private static void Fill(JsonObject definition)
    {
        if (definition["spec"] is not JsonObject spec)
            return;
        spec["conversion"] ??= new JsonObject { ["strategy"] = "None" };
        if (spec["names"] is not JsonObject names || names.Text("kind") is not { } kind)
            return;
        names["listKind"] ??= kind + "List";
        names["singular"] ??= kind.ToLowerInvariant();
    }
}
