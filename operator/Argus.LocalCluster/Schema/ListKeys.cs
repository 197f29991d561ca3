using System.Text.Json.Nodes;
using Argus.LocalCluster.Apply;

namespace Argus.LocalCluster.Schema;

/// <summary>The identities of the items of a list-map or set, and what is wrong with them.</summary>
internal sealed class ListKeys
{
    private readonly string?[] _keys;

    private ListKeys(string?[] keys) => _keys = keys;

    public static ListKeys Of(SchemaNode node, JsonArray array, FieldPath path, List<FieldCause> causes)
    {
        var keys = new string?[array.Count];
        var seen = new HashSet<string>(array.Count, StringComparer.Ordinal);
        for (int i = 0; i < array.Count; i++)
        {
            keys[i] = PathElement.OfItem(node, array[i]);
            if (keys[i] is { } key && !seen.Add(key))
                causes.Add(Causes.Duplicate(path.Child($"[{i}]"), node.ListKind == ListKind.Map ? Identity(node, array[i]) : array[i]));
        }

        return new ListKeys(keys);
    }

    public static Dictionary<string, JsonNode?> Index(SchemaNode node, JsonArray array)
    {
        Dictionary<string, JsonNode?> index = new(array.Count, StringComparer.Ordinal);
        foreach (JsonNode? item in array)
        {
            if (PathElement.OfItem(node, item) is { } key)
                index[key] = item;
        }

        return index;
    }

    public string? At(int index) => _keys[index];

    private static JsonObject Identity(SchemaNode node, JsonNode? item)
    {
        var identity = new JsonObject();
        foreach (string key in node.ListMapKeys)
            identity[key] = item?[key]?.DeepClone();
        return identity;
    }
}
