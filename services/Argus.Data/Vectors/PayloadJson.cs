using System.Buffers;
using System.Text.Json;

namespace Argus.Data.Vectors;

/// <summary>The payload as JSON, the same in every store: <c>{"media_store_id":7,"face_index":0,"box":{"x":…},"digest":"…",…}</c>.</summary>
internal static class PayloadJson
{
    private const int MaxBytes = 64 * 1024;

    /// <exception cref="ArgumentException">It takes more than 64 KiB.</exception>
    public static byte[] Write(VectorPayload payload)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, payload);
        if (buffer.WrittenCount > MaxBytes)
            throw new ArgumentException($"The payload of media {payload.MediaStoreId} takes {buffer.WrittenCount} bytes; {MaxBytes} is the most.");
        return buffer.WrittenSpan.ToArray();
    }

    public static VectorPayload Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>Of a payload that somebody else wrote, what is no scalar is left out.</summary>
    public static VectorPayload Read(JsonElement json)
    {
        var fields = new Dictionary<string, FieldValue>();
        var payload = new VectorPayload { MediaStoreId = 0, Fields = fields };
        foreach (var property in json.EnumerateObject())
        {
            payload = property.Name switch
            {
                VectorPayload.MediaStoreIdField when Integer(property.Value) is { } id => payload with { MediaStoreId = id },
                VectorPayload.FaceIndexField when Integer(property.Value) is { } index => payload with { FaceIndex = (int)index },
                VectorPayload.DigestField => payload with { Digest = property.Value.ToString() },
                VectorPayload.BoxField => payload with { Box = Box(property.Value) },
                _ => payload,
            };
            if (property.Name != VectorPayload.BoxField && payload[property.Name] is null && Scalar(property.Value) is { } value)
                fields[property.Name] = value;
        }

        return payload;
    }

    private static void Write(Utf8JsonWriter writer, VectorPayload payload)
    {
        writer.WriteStartObject();
        writer.WriteNumber(VectorPayload.MediaStoreIdField, payload.MediaStoreId);
        if (payload.FaceIndex is { } index)
            writer.WriteNumber(VectorPayload.FaceIndexField, index);
        if (payload.Box is { } box)
        {
            writer.WriteStartObject(VectorPayload.BoxField);
            writer.WriteNumber("x", box.X);
            writer.WriteNumber("y", box.Y);
            writer.WriteNumber("width", box.Width);
            writer.WriteNumber("height", box.Height);
            writer.WriteEndObject();
        }

        if (payload.Digest is { } digest)
            writer.WriteString(VectorPayload.DigestField, digest);
        foreach (var (name, value) in payload.Fields)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    public static void WriteValue(Utf8JsonWriter writer, FieldValue value)
    {
        switch (value.Value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
        }
    }

    private static long? Integer(JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long value) ? value : null;

    private static FieldValue? Scalar(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.TryGetInt64(out long integer) ? (FieldValue)integer : json.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        _ => (FieldValue?)null,
    };

    private static VectorBox? Box(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && Side(json, "x") is { } x && Side(json, "y") is { } y && Side(json, "width") is { } width && Side(json, "height") is { } height
            ? new VectorBox(x, y, width, height)
            : null;

    private static double? Side(JsonElement box, string name) => box.TryGetProperty(name, out var side) && side.ValueKind == JsonValueKind.Number ? side.GetDouble() : null;
}
