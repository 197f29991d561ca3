using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Http;

/// <summary>Reads JSON in which a key may come twice.</summary>
internal static class DuplicateKeys
{
    /// <summary>The last of several values counts; the paths of such keys are told.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, out IReadOnlyList<string> duplicates)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        var found = new List<string>();
        duplicates = found;
        return Read(ref reader, "", found);
    }

    private static JsonNode? Read(ref Utf8JsonReader reader, string path, List<string> duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = reader.GetString()!;
                    string at = path.Length == 0 ? name : $"{path}.{name}";
                    if (map.ContainsKey(name))
                        duplicates.Add(at);
                    reader.Read();
                    map[name] = Read(ref reader, at, duplicates);
                }
                return map;
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    array.Add(Read(ref reader, $"{path}[{array.Count}]", duplicates));
                return array;
            default:
                return JsonNode.Parse(ref reader);
        }
    }
}
