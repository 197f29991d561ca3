using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Fills in defaults, from the outside in, so that a default may itself be completed.</summary>
internal static class Defaulting
{
    public static void Run(SchemaNode node, JsonObject o)
    {
        DropNulls(node, o);
        foreach (SchemaProperty property in node.Properties.Values)
        {
            if (property.Node.HasDefaults && !o.ContainsKey(property.Name) && InitialOf(property.Node) is { } initial)
                o[property.Name] = initial;
        }

        if (o.Count > 0)
        {
            foreach ((string name, JsonNode? value) in Snapshot(o))
                Walk(node.Child(name), value, o, name);
        }

        node.Behaviour?.Default?.Invoke(o);
    }

    private static JsonNode? InitialOf(SchemaNode node) => node.Default is { } value ? value.DeepClone() : node.AlwaysWritten ? new JsonObject() : null;

    /// <summary>The entries that a walk may write while it goes on; plain fields without defaults below are left out.</summary>
    private static List<KeyValuePair<string, JsonNode?>> Snapshot(JsonObject o)
    {
        var entries = new List<KeyValuePair<string, JsonNode?>>(o.Count);
        entries.AddRange(o);
        return entries;
    }

    private static void Walk(SchemaNode? node, JsonNode? value, JsonObject parent, string name)
    {
        switch (value)
        {
            case JsonObject child when node is not null:
                Run(node, child);
                break;
            case JsonArray array when node?.Items is { } items:
                foreach (JsonNode? item in array)
                {
                    if (item is JsonObject element)
                        Run(items, element);
                }

                break;
            case JsonValue quantity when node?.Quantity == true:
                if (Quantity.Canonical(quantity) is { } canonical && canonical != quantity.AsText())
                    parent[name] = canonical;
                break;
        }
    }

    private static void DropNulls(SchemaNode node, JsonObject o)
    {
        List<string>? nulls = null;
        foreach ((string name, JsonNode? value) in o)
        {
            if (value is null && node.Child(name) is { Nullable: false, Type: not NodeType.Any })
                (nulls ??= []).Add(name);
        }

        foreach (string name in nulls ?? [])
            o.Remove(name);
    }
}
