using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>
/// What must be written to make an object as it is wanted. Only what we apply counts: defaults of the server and fields of others do not.
/// A field that we apply and no longer own was changed by someone; one that we own and no longer apply must go.
/// </summary>
internal static class Difference
{
    private const int Most = 3;
    private const string ContentPath = $"metadata.annotations.{Names.Content}";

    /// <summary>The first differences, or none.</summary>
    public static IReadOnlyList<string> Of(JsonObject wanted, Child there)
    {
        string? content = (string?)wanted["metadata"]?["annotations"]?[Names.Content];
        if (content is not null && there.IsKnownToCover(content))
            return [];
        var found = Find(wanted, there.Read());
        if (content is not null && found.Count == 0)
            there.Covers(content);
        // The hash differs whenever anything does: it is told only where nothing else tells it.
        if (found.Count > 1)
            found.RemoveAll(f => f.StartsWith(ContentPath, StringComparison.Ordinal));
        return found.Count <= Most ? found : [.. found[..Most], $"and {found.Count - Most} more"];
    }

    private static List<string> Find(JsonObject wanted, ChildBody there)
    {
        if (there.Owned is not { } owned)
            return ["nothing of it was applied by us"];
        var found = new List<string>();
        foreach (var (name, value) in wanted)
        {
            // Identity is owned by nobody.
            if (name is "apiVersion" or "kind")
                continue;
            there.Body.TryGetProperty(name, out var actual);
            if (name == "metadata")
                Metadata((JsonObject)value!, actual, Fields(owned, "f:metadata"), found);
            else
                Field(value, actual, Fields(owned, $"f:{name}"), name, found);
        }

        return found;
    }

    private static void Metadata(JsonObject wanted, JsonElement actual, JsonElement? owned, List<string> found)
    {
        foreach (var (name, value) in wanted)
        {
            if (name is "name" or "namespace")
                continue;
            actual.TryGetProperty(name, out var there);
            Field(value, there, Fields(owned, $"f:{name}"), $"metadata.{name}", found);
        }
    }

    private static void Field(JsonNode? wanted, JsonElement actual, JsonElement? owned, string path, List<string> found)
    {
        if (actual.ValueKind == JsonValueKind.Undefined)
        {
            if (!IsEmpty(wanted))
                found.Add($"{path} is missing");
        }
        else if (owned is not { } fields)
            found.Add($"{path} was changed by another: {Short(actual)} → {Short(wanted)}");
        else if (IsWhole(fields))
            Whole(wanted, actual, path, found);
        else if (wanted is JsonObject map && actual.ValueKind == JsonValueKind.Object)
            Map(map, actual, fields, path, found);
        else if (wanted is JsonArray list && actual.ValueKind == JsonValueKind.Array && IsKeyed(fields))
            KeyedList(list, actual, fields, path, found);
        else
            Whole(wanted, actual, path, found);
    }

    private static bool IsKeyed(JsonElement fields) => fields.EnumerateObject().Any(f => f.Name.StartsWith("k:", StringComparison.Ordinal));

    // Owned as one: a scalar, or a list or map that is replaced whole. The server may have put defaults into it.
    private static bool IsWhole(JsonElement fields) => !fields.EnumerateObject().Any(f => f.Name != ".");

    private static void Whole(JsonNode? wanted, JsonElement actual, string path, List<string> found)
    {
        if (!Covers(wanted, actual))
            found.Add($"{path}: {Short(actual)} → {Short(wanted)}");
    }

    private static void Map(JsonObject wanted, JsonElement actual, JsonElement owned, string path, List<string> found)
    {
        foreach (var (name, value) in wanted)
        {
            actual.TryGetProperty(name, out var there);
            Field(value, there, Fields(owned, $"f:{name}"), $"{path}.{name}", found);
        }

        foreach (var field in owned.EnumerateObject())
        {
            if (field.Name.StartsWith("f:", StringComparison.Ordinal) && !wanted.ContainsKey(field.Name[2..]))
                found.Add($"{path}.{field.Name[2..]} is no longer wanted");
        }
    }

    private static void KeyedList(JsonArray wanted, JsonElement actual, JsonElement owned, string path, List<string> found)
    {
        var left = new List<JsonNode?>(wanted);
        foreach (var entry in owned.EnumerateObject())
        {
            if (!entry.Name.StartsWith("k:", StringComparison.Ordinal))
                continue;
            using var key = JsonDocument.Parse(entry.Name.AsMemory(2));
            string item = $"{path}[{string.Join(',', key.RootElement.EnumerateObject().Select(k => k.Value))}]";
            var mine = left.Find(i => HasKey(i, key.RootElement));
            left.Remove(mine);
            var there = actual.EnumerateArray().FirstOrDefault(i => HasKey(i, key.RootElement));
            if (mine is null)
                found.Add($"{item} is no longer wanted");
            else
                Field(mine, there, entry.Value, item, found);
        }

        if (left.Count > 0)
            found.Add($"{path} lacks {left.Count} of {wanted.Count} items");
    }

    // A part of the key that we leave out, such as the protocol of a port, is the server's default.
    private static bool HasKey(JsonNode? item, JsonElement key) =>
        item is JsonObject map && key.EnumerateObject().All(k => map[k.Name] is not { } value || Covers(value, k.Value));

    private static bool HasKey(JsonElement item, JsonElement key) =>
        key.EnumerateObject().All(k => item.TryGetProperty(k.Name, out var value) && JsonElement.DeepEquals(value, k.Value));

    /// <summary>Whether all that is wanted is there; equal amounts may be written differently.</summary>
    private static bool Covers(JsonNode? wanted, JsonElement actual) => wanted switch
    {
        JsonObject map => actual.ValueKind == JsonValueKind.Object && map.All(f => actual.TryGetProperty(f.Key, out var there) ? Covers(f.Value, there) : IsEmpty(f.Value)),
        JsonArray list => actual.ValueKind == JsonValueKind.Array && list.Count == actual.GetArrayLength() && list.Zip(actual.EnumerateArray()).All(p => Covers(p.First, p.Second)),
        null => actual.ValueKind == JsonValueKind.Null,
        JsonValue => SameScalar(wanted, actual),
        _ => false,
    };

    // The server does not keep empty lists and maps: what was applied as empty is never there.
    private static bool IsEmpty(JsonNode? wanted) => wanted is JsonArray { Count: 0 } or JsonObject { Count: 0 };

    private static bool SameScalar(JsonNode wanted, JsonElement actual)
    {
        string text = Text(wanted);
        string there = Text(actual);
        if (text == there)
            return true;
        return wanted.GetValueKind() == JsonValueKind.Number
            ? double.TryParse(there, CultureInfo.InvariantCulture, out double number) && number == double.Parse(text, CultureInfo.InvariantCulture)
            : ResourceQuantity.TryParse(text, out var amount) && ResourceQuantity.TryParse(there, out var actualAmount) && amount == actualAmount;
    }

    private static JsonElement? Fields(JsonElement? owned, string name) =>
        owned is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty(name, out var found) ? found : null;

    private static string Text(JsonNode node) => node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();

    private static string Short(JsonNode? node) => Cut(node is null ? "null" : node is JsonValue ? Text(node) : node.ToJsonString());

    private static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static string Short(JsonElement element) => Cut(Text(element));

    private static string Cut(string text) => text.ReplaceLineEndings(" ") is { Length: > 60 } line ? line[..57] + "..." : text.ReplaceLineEndings(" ");
}
