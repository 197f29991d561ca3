using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Equality of JSON by content. Writes compare a lot, so scalars are compared as they are held, without writing them out.</summary>
internal static class JsonSame
{
    public static bool Equal(JsonNode? a, JsonNode? b)
    {
        if (ReferenceEquals(a, b))
            return true;
        return (a, b) switch
        {
            (JsonObject x, JsonObject y) => Objects(x, y),
            (JsonArray x, JsonArray y) => Arrays(x, y),
            (JsonValue x, JsonValue y) => Values(x, y),
            _ => false,
        };
    }

    private static bool Objects(JsonObject a, JsonObject b)
    {
        if (a.Count != b.Count)
            return false;
        foreach ((string name, JsonNode? value) in a)
        {
            if (!b.TryGetPropertyValue(name, out JsonNode? other) || !Equal(value, other))
                return false;
        }

        return true;
    }

    private static bool Arrays(JsonArray a, JsonArray b)
    {
        if (a.Count != b.Count)
            return false;
        for (int i = 0; i < a.Count; i++)
        {
            if (!Equal(a[i], b[i]))
                return false;
        }

        return true;
    }

    private static bool Values(JsonValue a, JsonValue b)
    {
        JsonValueKind kind = a.GetValueKind();
        if (kind != b.GetValueKind())
            return false;
        return kind switch
        {
            JsonValueKind.String => Texts(a, b),
            JsonValueKind.Number => a.AsInteger() is { } x && b.AsInteger() is { } y ? x == y : a.AsNumber() == b.AsNumber(),
            _ => true,
        };
    }

    private static bool Texts(JsonValue a, JsonValue b)
    {
        if (a.TryGetValue(out JsonElement x))
            return b.TryGetValue(out JsonElement y) ? JsonElement.DeepEquals(x, y) : x.ValueEquals(b.AsText());
        return b.TryGetValue(out JsonElement other) ? other.ValueEquals(a.AsText()) : a.AsText() == b.AsText();
    }
}
