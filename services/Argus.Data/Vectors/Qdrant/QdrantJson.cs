using System.Buffers;
using System.Text.Json;

namespace Argus.Data.Vectors.Qdrant;

/// <summary>Bodies as Qdrant reads and writes them.</summary>
internal static class QdrantJson
{
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static void WritePoints(Utf8JsonWriter writer, IEnumerable<VectorPoint> points)
    {
        writer.WriteStartArray("points");
        foreach (var point in points)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id");
            WriteId(writer, point.Id);
            WriteVector(writer, "vector", point.Vector);
            writer.WritePropertyName("payload");
            writer.WriteRawValue(PayloadJson.Write(point.Payload), skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteIds(Utf8JsonWriter writer, string name, IEnumerable<PointId> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids)
            WriteId(writer, id);
        writer.WriteEndArray();
    }

    public static void WriteId(Utf8JsonWriter writer, PointId id)
    {
        if (id.Number is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(id.ToString());
    }

    public static void WriteVector(Utf8JsonWriter writer, string name, float[] vector)
    {
        writer.WriteStartArray(name);
        foreach (float value in vector)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    public static void WriteFilter(Utf8JsonWriter writer, VectorFilter? filter)
    {
        if (filter is null)
            return;
        writer.WriteStartObject("filter");
        WriteConditions(writer, "must", filter.Conditions.Where(c => c is not FieldIn { Not: true }));
        WriteConditions(writer, "must_not", filter.Conditions.Where(c => c is FieldIn { Not: true }));
        writer.WriteEndObject();
    }

    public static PointId ReadId(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? new PointId(json.GetUInt64())
        : PointId.TryParse(json.GetString(), out var id) ? id
        : throw new VectorStoreRefusedException($"Qdrant gave a point with the id {json}, which is none.");

    public static VectorPoint ReadPoint(JsonElement json)
    {
        if (!json.TryGetProperty("vector", out var vector) || vector.ValueKind != JsonValueKind.Array)
            throw new VectorStoreRefusedException($"Point {json.GetProperty("id")} in Qdrant has no single, unnamed vector.");
        return new VectorPoint(ReadId(json.GetProperty("id")), [.. vector.EnumerateArray().Select(v => v.GetSingle())], ReadPayload(json));
    }

    public static VectorPayload ReadPayload(JsonElement json) =>
        json.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object ? PayloadJson.Read(payload) : new VectorPayload { MediaStoreId = 0 };

    private static void WriteConditions(Utf8JsonWriter writer, string name, IEnumerable<VectorCondition> conditions)
    {
        writer.WriteStartArray(name);
        foreach (var condition in conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("key", condition.Field);
            switch (condition)
            {
                case FieldIn list:
                    writer.WriteStartObject("match");
                    writer.WriteStartArray("any");
                    foreach (var value in list.Values)
                        PayloadJson.WriteValue(writer, value);
                    writer.WriteEndArray();
                    break;
                case FieldBetween range:
                    writer.WriteStartObject("range");
                    if (range.From is { } from)
                        writer.WriteNumber("gte", from);
                    if (range.To is { } to)
                        writer.WriteNumber("lte", to);
                    break;
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
