using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.Operator.Rendering;

/// <summary>JSON as manifests have it: what is absent is left out.</summary>
internal static class Json
{
    /// <summary>A mapping in this order, without the fields that are null.</summary>
    public static JsonObject Map(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var map = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                map[name] = value;
        }

        return map;
    }

    /// <summary>A list without the items that are null.</summary>
    public static JsonArray List(params IEnumerable<JsonNode?> items) => [.. items.Where(i => i is not null)];

    /// <summary>A mapping of texts, sorted by name, so that the order in which a user wrote them means nothing.</summary>
    public static JsonObject? Texts(IEnumerable<KeyValuePair<string, string>>? texts) =>
        texts is null ? null : new JsonObject(texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));

    /// <summary>What a user wrote, as a part of a tree.</summary>
    public static JsonNode? Copy(JsonElement? element) => element?.ValueKind switch
    {
        null or JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => JsonObject.Create(element.Value.Clone()),
        JsonValueKind.Array => JsonArray.Create(element.Value.Clone()),
        _ => JsonValue.Create(element.Value.Clone()),
    };

    /// <summary>Ten hex digits that stand for a content.</summary>
    public static string Hash(JsonNode content) => JsonBuffer.Write(content, (writer, node) => node.WriteTo(writer), json =>
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return Convert.ToHexStringLower(hash[..5]);
    });

    /// <summary>The content as UTF-8.</summary>
    public static byte[] Bytes(JsonNode content) => JsonBuffer.Write(content, (writer, node) => node.WriteTo(writer), json => json.ToArray());
}
