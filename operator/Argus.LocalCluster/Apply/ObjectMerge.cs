using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>Lays an applied configuration over an object, in place.</summary>
internal static class ObjectMerge
{
    public static void Run(SchemaNode? node, JsonObject target, JsonObject applied)
    {
        foreach ((string name, JsonNode? value) in applied)
        {
            SchemaNode? child = node?.Child(name);
            JsonNode? current = target[name];
            if (value is JsonObject o && current is JsonObject into && child is not { AtomicMap: true })
                Run(child, into, o);
            else if (value is JsonArray list && current is JsonArray old && !TypedWalk.IsAtomicList(child))
                target[name] = Lists(child!, old, list);
            else if (!JsonNode.DeepEquals(current, value) || !target.ContainsKey(name))
                target[name] = value?.DeepClone();
        }
    }

    /// <summary>
    /// The applied order decides where both lists have an item; what only the object has stays in front of the item that it stood
    /// in front of.
    /// </summary>
    private static JsonArray Lists(SchemaNode node, JsonArray current, JsonArray applied)
    {
        List<(string? Key, JsonNode? Item)> left = Keyed(node, current), right = Keyed(node, applied);
        current.Clear();
        Dictionary<string, JsonNode?> mine = new(left.Count, StringComparer.Ordinal);
        foreach ((string? key, JsonNode? item) in left)
        {
            if (key is not null)
                mine.TryAdd(key, item);
        }

        var wanted = new HashSet<string?>(right.Select(pair => pair.Key), StringComparer.Ordinal);
        var merged = new JsonArray();
        int l = 0;
        for (int r = 0; r <= right.Count; r++)
        {
            string? nextShared = r == right.Count ? null : NextShared(right, r, mine);
            for (; l < left.Count && (nextShared is null || left[l].Key != nextShared); l++)
            {
                if (!wanted.Contains(left[l].Key))
                    merged.Add(left[l].Item);
            }

            if (r < right.Count)
                merged.Add(Merged(node, right[r].Key is { } key ? mine.GetValueOrDefault(key) : null, right[r].Item));
        }

        return merged;
    }

    private static List<(string? Key, JsonNode? Item)> Keyed(SchemaNode node, JsonArray array)
    {
        var items = new List<(string? Key, JsonNode? Item)>(array.Count);
        foreach (JsonNode? item in array)
            items.Add((PathElement.OfItem(node, item), item));
        return items;
    }

    private static string? NextShared(List<(string? Key, JsonNode? Item)> right, int from, Dictionary<string, JsonNode?> mine)
    {
        for (int i = from; i < right.Count; i++)
        {
            if (right[i].Key is { } key && mine.ContainsKey(key))
                return key;
        }

        return null;
    }

    private static JsonNode? Merged(SchemaNode node, JsonNode? mine, JsonNode? item)
    {
        if (mine is not JsonObject into || item is not JsonObject o || node.Items is { AtomicMap: true })
            return item?.DeepClone();
        Run(node.Items, into, o);
        return into;
    }
}
