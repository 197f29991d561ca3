using System.Buffers;
using System.Text.Json;

namespace Argus.Gateway.Chat;

/// <summary>Finds and replaces the field <c>model</c> of a chat request, and nothing else: what the rest means is the model's business.</summary>
internal static class ModelField
{
    /// <summary>Reads it.</summary>
    /// <param name="json">The body.</param>
    /// <param name="fault">What is wrong with the body, or null.</param>
    /// <returns>The name; null where there is none.</returns>
    public static string? Read(ReadOnlySpan<byte> json, out string? fault)
    {
        string? model = null;
        // The last one counts, as it does for who reads the whole body.
        fault = Walk(json, (ref reader) => model = reader.TokenType == JsonTokenType.String ? reader.GetString() : null);
        return fault is null ? model : null;
    }

    /// <summary>The body with another name in every place where it has one, or with one where it has none; all other bytes stay as they are.</summary>
    /// <param name="json">The body.</param>
    /// <param name="model">The name.</param>
    /// <param name="fault">What is wrong with the body, or null.</param>
    /// <returns>The new body; the old one where there is a fault.</returns>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json, string model, out string? fault)
    {
        List<Range> places = [];
        fault = Walk(json.Span, (ref reader) =>
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            places.Add(start..(int)reader.BytesConsumed);
        });
        if (fault is not null)
            return json;
        byte[] name = JsonSerializer.SerializeToUtf8Bytes(model, ModelJson.Default.String);
        var body = new ArrayBufferWriter<byte>(json.Length + name.Length + 16);
        int kept = 0;
        if (places.Count == 0)
        {
            kept = json.Span.IndexOf((byte)'{') + 1;
            body.Write(json.Span[..kept]);
            body.Write("\"model\":"u8);
            body.Write(name);
            if (!IsEmpty(json.Span[kept..]))
                body.Write(","u8);
        }

        foreach (var place in places)
        {
            body.Write(json.Span[kept..place.Start.Value]);
            body.Write(name);
            kept = place.End.Value;
        }

        body.Write(json.Span[kept..]);
        return body.WrittenMemory;
    }

    private delegate void Found(ref Utf8JsonReader value);

    private static bool IsEmpty(ReadOnlySpan<byte> fields) => fields.TrimStart(" \t\r\n"u8) is [(byte)'}', ..];

    private static string? Walk(ReadOnlySpan<byte> json, Found found)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return "The body must be a JSON object.";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isModel = reader.ValueTextEquals("model"u8);
                reader.Read();
                if (isModel)
                    found(ref reader);
                reader.Skip();
            }

            // What follows the object is no part of it, and would be sent on with it.
            reader.Read();
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"The body is no JSON: {e.Message}";
        }
    }
}
