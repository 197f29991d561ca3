using System.Text.Json;

namespace Argus.ModelServer.Requests;

/// <summary>Finds the fields of a JSON object without copying them: pictures in base64 are most of such bodies.</summary>
internal static class JsonFields
{
    /// <summary>Finds the fields of the top level.</summary>
    /// <param name="json">The body.</param>
    /// <param name="names">Names that are wanted; others are skipped.</param>
    /// <param name="maxItems">Items of a list that are kept; all are counted.</param>
    /// <param name="fields">Receives what was found; the last of equal names stays.</param>
    /// <returns>What is wrong with the body, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> json, ReadOnlySpan<string> names, int maxItems, Dictionary<string, FormValue> fields)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                return "The body must be a JSON object.";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string? name = null;
                foreach (string wanted in names)
                    name = reader.ValueTextEquals(wanted) ? wanted : name;
                reader.Read();
                if (name is null)
                    reader.Skip();
                else
                    fields[name] = Value(ref reader, maxItems);
            }

            // What follows the object is read too: it must be nothing.
            reader.Read();
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name with half a surrogate pair.
            return $"The body is not JSON: {e.Message}";
        }
    }

    private static FormValue Value(ref Utf8JsonReader reader, int maxItems)
    {
        int start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new FormValue(FormValueKind.Text, start + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
            case JsonTokenType.StartArray:
                return List(ref reader, maxItems);
            case JsonTokenType.StartObject:
                reader.Skip();
                return new FormValue(FormValueKind.Object, start, 0);
            default:
                var kind = reader.TokenType switch
                {
                    JsonTokenType.True => FormValueKind.True,
                    JsonTokenType.False => FormValueKind.False,
                    JsonTokenType.Null => FormValueKind.Null,
                    _ => FormValueKind.Number,
                };
                return new FormValue(kind, start, reader.ValueSpan.Length);
        }
    }

    private static FormValue List(ref Utf8JsonReader reader, int maxItems)
    {
        int start = (int)reader.TokenStartIndex;
        List<FormValue> items = [];
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            if (items.Count == maxItems)
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.StartArray)
                items.Add(Skipped(ref reader));
            else
                items.Add(Value(ref reader, maxItems));
        }

        return new FormValue(FormValueKind.List, start, 0, Items: items, Count: count);
    }

    private static FormValue Skipped(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new FormValue(FormValueKind.List, start, 0);
    }
}
