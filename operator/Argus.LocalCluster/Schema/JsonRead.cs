using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Reads single values out of JSON that may be anything: null where the value is absent or of another type.</summary>
public static class JsonRead
{
    public static string? Text(this JsonObject json, string name) => json[name].AsText();

    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool Flag(this JsonObject json, string name) => json[name].Is(JsonValueKind.True);

    public static double? Number(this JsonObject json, string name) => json[name].AsNumber();

    public static double? AsNumber(this JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
            return null;
        if (value.TryGetValue(out double number))
            return number;
        if (value.TryGetValue(out long whole))
            return whole;
        if (value.TryGetValue(out int small))
            return small;
        return value.TryGetValue(out decimal exact) ? (double)exact : null;
    }

    public static long? Integer(this JsonObject json, string name) => json[name].AsInteger();

    /// <summary>The value where it is a number without a fraction that fits 64 bits.</summary>
    public static long? AsInteger(this JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
            return null;
        if (value.TryGetValue(out long whole))
            return whole;
        if (value.TryGetValue(out int small))
            return small;
        return ((JsonNode)value).AsNumber() is { } number && number == Math.Floor(number) && Math.Abs(number) < 9.2e18 ? (long)number : null;
    }

    public static bool Is(this JsonNode? node, JsonValueKind kind) => node is JsonValue value && value.GetValueKind() == kind;

    /// <summary>The type of a JSON value in the words of the server's decoder.</summary>
    public static string TypeWord(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch { JsonValueKind.String => "string", JsonValueKind.Number => "number", _ => "bool" },
    };

    public static IReadOnlyList<string> Strings(this JsonObject json, string name)
    {
        if (json[name] is not JsonArray array)
            return [];
        var texts = new List<string>(array.Count);
        foreach (JsonNode? item in array)
        {
            if (item.AsText() is { } text)
                texts.Add(text);
        }

        return texts;
    }
}
