using System.Text.Json.Nodes;

namespace Argus.Gateway.Docs;

/// <summary>Components of several documents in one: the same name with the same content is one, with another content it gets a number.</summary>
internal sealed class ComponentPool
{
    private readonly Dictionary<(string Section, string Name), JsonObject> _all = [];

    /// <summary>Adds those of a document.</summary>
    /// <param name="document">It stays as it is.</param>
    /// <returns>What a part of that document is here: a copy whose references lead into the pool.</returns>
    public Func<JsonNode, JsonNode> Add(JsonObject document)
    {
        var own = Read(document);
        var clashes = Clashes(own);
        for (int number = 2; ; number++)
        {
            var names = own.Keys.ToDictionary(k => k, k => clashes.Contains(k) ? $"{k.Name}_{number}" : k.Name);
            // With no clash the first round ends it; with one, some number is free.
            if (names.DistinctBy(n => (n.Key.Section, n.Value)).Count() < own.Count)
                continue;
            var renamed = own.ToDictionary(c => (c.Key.Section, names[c.Key]), c => (JsonObject)Copy(c.Value, names));
            if (renamed.Any(c => _all.TryGetValue(c.Key, out var before) && !JsonNode.DeepEquals(before, c.Value)))
                continue;
            foreach (var (key, value) in renamed)
                _all[key] = value;
            return node => Copy(node, names);
        }
    }

    /// <summary>Those that are referred to, directly or by others.</summary>
    /// <param name="from">Where references begin.</param>
    public JsonObject Reachable(JsonNode from)
    {
        var found = new SortedSet<(string Section, string Name)>();
        var open = new Stack<JsonNode>([from]);
        while (open.TryPop(out var node))
        {
            foreach (string reference in DocumentReader.References(node))
            {
                if (DocumentReader.Target(reference) is { } key && _all.TryGetValue(key, out var target) && found.Add(key))
                    open.Push(target);
            }
        }

        var result = new JsonObject();
        foreach (var section in found.GroupBy(f => f.Section, StringComparer.Ordinal))
            result[section.Key] = new JsonObject(section.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)_all[f].DeepClone())));
        return result;
    }

    private static Dictionary<(string Section, string Name), JsonObject> Read(JsonObject document) => (
        from section in document["components"] as JsonObject ?? []
        where section.Key != "securitySchemes"
        from component in (JsonObject)section.Value!
        select KeyValuePair.Create((section.Key, component.Key), (JsonObject)component.Value!)).ToDictionary();

    // Whoever refers to one that gets another name has another content by that.
    private HashSet<(string Section, string Name)> Clashes(Dictionary<(string Section, string Name), JsonObject> own)
    {
        var clashes = own.Where(c => _all.TryGetValue(c.Key, out var before) && !JsonNode.DeepEquals(before, c.Value)).Select(c => c.Key).ToHashSet();
        int before;
        do
        {
            before = clashes.Count;
            clashes.UnionWith(own.Where(c => _all.ContainsKey(c.Key) && DocumentReader.References(c.Value).Any(r => clashes.Contains(DocumentReader.Target(r)!.Value))).Select(c => c.Key));
        }
        while (clashes.Count > before);
        return clashes;
    }

    private static JsonNode Copy(JsonNode node, Dictionary<(string Section, string Name), string> names)
    {
        var copy = node.DeepClone();
        Rename(copy, names);
        return copy;
    }

    private static void Rename(JsonNode? node, Dictionary<(string Section, string Name), string> names)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Rename(item, names);
        }

        if (node is not JsonObject value)
            return;
        foreach (var (name, child) in value.ToArray())
        {
            // A mapping of a discriminator holds references by their text alone.
            if (DocumentReader.Text(child) is { } text && DocumentReader.Target(text) is { } key && names.TryGetValue(key, out string? now))
                value[name] = $"#/components/{key.Section}/{now}";
            else
                Rename(child, names);
        }
    }
}
