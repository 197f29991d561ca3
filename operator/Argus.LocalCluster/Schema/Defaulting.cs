using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Fills in defaults, from the outside in, so that a default may itself be completed.</summary>
internal static class Defaulting
{
    public static void Run(SchemaNode node, JsonObject o)
    {
        DropEmpty(node, o);
        foreach (SchemaProperty property in node.Properties.Values)
        {
            if (property.Node is { Default: not null } or { AlwaysWritten: true } && !o.ContainsKey(property.Name))
                o[property.Name] = InitialOf(property.Node);
        }

        if (o.Count > 0)
        {
            foreach ((string name, JsonNode? value) in Snapshot(o))
                Walk(node.Child(name), value, o, name);
        }

        node.Behaviour?.Default?.Invoke(o);
    }

    private static JsonNode? InitialOf(SchemaNode node) => node.Default is { } value ? value.DeepClone() : ZeroOf(node);

    /// <summary>What a field that is always written holds before anything was set.</summary>
    public static JsonNode? ZeroOf(SchemaNode node) => node.Zero is null ? new JsonObject() : JsonNode.Parse(node.Zero);

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

    /// <summary>Drops nulls that the schema does not allow, and the empty lists and maps that the server's own types do not write.</summary>
    private static void DropEmpty(SchemaNode node, JsonObject o)
    {
        List<string>? empty = null;
        foreach ((string name, JsonNode? value) in o)
        {
            if (node.Child(name) is { } child && (value is null ? !child.Nullable && child.Type != NodeType.Any : IsUnwritten(node, child, name, value)))
                (empty ??= []).Add(name);
        }

        foreach (string name in empty ?? [])
            o.Remove(name);
    }

    private static bool IsUnwritten(SchemaNode node, SchemaNode child, string name, JsonNode value) =>
        child.IsBuiltIn && value is JsonArray { Count: 0 } or JsonObject { Count: 0 }
        && (child.Type == NodeType.Array || child.AdditionalProperties is not null)
        && !node.Required.Contains(name);
}
