using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Client;

/// <summary>Reads one line of a watch.</summary>
internal static class WatchLine
{
    /// <exception cref="KubernetesException">The line is an error.</exception>
    /// <exception cref="JsonException">The line is no event.</exception>
    public static WatchEvent<T> Read<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> type, string request)
    {
        var reader = new Utf8JsonReader(line);
        var value = default(Utf8JsonReader);
        string? name = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8);
            bool isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType)
                name = reader.GetString();
            else if (isObject)
                value = reader; // read below, when its type is known
            reader.Skip();
        }

        if (name is null || value.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A line of the watch is no event.");
        return name switch
        {
            "ADDED" => Change(WatchEventType.Added, ref value, type),
            "MODIFIED" => Change(WatchEventType.Modified, ref value, type),
            "DELETED" => Change(WatchEventType.Deleted, ref value, type),
            "BOOKMARK" => new WatchEvent<T>(WatchEventType.Bookmark, default, Version(ref value)),
            "ERROR" => throw Error(ref value, request),
            _ => throw new JsonException($"'{name}' is no type of a watch event."),
        };
    }

    private static WatchEvent<T> Change<T>(WatchEventType what, ref Utf8JsonReader reader, JsonTypeInfo<T> type)
    {
        var value = JsonSerializer.Deserialize(ref reader, type)!;
        return new WatchEvent<T>(what, value, ObjectFields.ResourceVersion(value));
    }

    /// <summary>Only the metadata: a bookmark lacks what an object of its kind must have.</summary>
    private static string Version(ref Utf8JsonReader reader) =>
        JsonSerializer.Deserialize(ref reader, KubeJson.Default.V1PartialObjectMetadata)?.Metadata.ResourceVersion ?? "";

    private static KubernetesException Error(ref Utf8JsonReader reader, string request)
    {
        var status = JsonSerializer.Deserialize(ref reader, KubeJson.Default.V1Status)!;
        return new KubernetesException(request, status with { Code = status.Code ?? 500, Reason = status.Reason ?? "InternalError" });
    }
}
