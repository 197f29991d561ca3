using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>
/// Names of the children of a field set: <c>f:name</c> for a field, <c>k:{"name":"x"}</c> for an item of a list-map,
/// <c>v:"x"</c> for an item of a set.
/// </summary>
internal static class PathElement
{
    /// <summary>The name of a list's item, or null where the item cannot be named (no object in a list-map).</summary>
    public static string? OfItem(SchemaNode list, JsonNode? item)
    {
        if (list.ListKind != ListKind.Map)
            return "v:" + (item is null ? "null" : Causes.Text(item));
        return item is JsonObject o ? OfKeys(list, o) : null;
    }

    /// <summary>As the server writes a path in a conflict: <c>.spec.containers[name="x"].image</c>.</summary>
    public static void Print(StringBuilder text, string element)
    {
        string body = element[2..];
        switch (element[0])
        {
            case 'f':
                text.Append('.').Append(body);
                break;
            case 'k':
                text.Append('[').AppendJoin(',', Keys(body)).Append(']');
                break;
            case 'v':
                text.Append("[=").Append(body).Append(']');
                break;
            default:
                text.Append('[').Append(body).Append(']');
                break;
        }
    }

    private static string OfKeys(SchemaNode list, JsonObject o)
    {
        if (list.ListMapKeys.Count == 1)
            return Spell([new(list.ListMapKeys[0], KeyValue(list, o, list.ListMapKeys[0]))]);
        var pairs = new List<KeyValuePair<string, JsonNode?>>(list.ListMapKeys.Count);
        foreach (string key in list.ListMapKeys)
            pairs.Add(new(key, KeyValue(list, o, key)));
        pairs.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return Spell(pairs);
    }

    private static JsonNode? KeyValue(SchemaNode list, JsonObject o, string key) =>
        o.TryGetPropertyValue(key, out JsonNode? value) ? value : list.Items?.Child(key)?.Default;

    private static string Spell(IEnumerable<KeyValuePair<string, JsonNode?>> pairs)
    {
        var text = new StringBuilder("k:{");
        foreach ((string key, JsonNode? value) in pairs)
        {
            if (text.Length > 3)
                text.Append(',');
            text.Append(Causes.Quoted(key)).Append(':').Append(Causes.Text(value));
        }

        return text.Append('}').ToString();
    }

    private static IEnumerable<string> Keys(string body)
    {
        if (JsonNode.Parse(body) is not JsonObject keys)
            yield break;
        foreach ((string key, JsonNode? value) in keys)
            yield return $"{key}={Causes.Text(value)}";
    }
}
