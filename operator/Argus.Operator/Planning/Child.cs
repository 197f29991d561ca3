using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Meta;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>
/// An object that is there: what plans need of it, as compressed JSON, a thirtieth of what a tree would take, since thousands are kept and few
/// are looked into. The status, what other managers own, and what changes with every write are left out.
/// </summary>
internal sealed class Child
{
    private readonly byte[] _json;
    private readonly int _length;

    // A pure function of two unchanging things, kept: nearly all looks find the same again.
    private string? _covered;

    private Child(ResourceType type, JsonElement metadata, ReadOnlySpan<byte> json)
    {
        Type = type;
        Metadata = new V1ObjectMeta
        {
            Name = Text(metadata, "name"),
            Namespace = Text(metadata, "namespace"),
            Uid = Text(metadata, "uid"),
            ResourceVersion = Text(metadata, "resourceVersion"),
            DeletionTimestamp = metadata.TryGetProperty("deletionTimestamp", out var deleted) ? deleted.GetDateTimeOffset() : null,
        };
        string? name = metadata.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Object ? Text(labels, Names.Deployment) : null;
        Deployment = string.IsNullOrEmpty(name) ? null : new ObjectKey(Metadata.Namespace ?? "", name);
        if (metadata.TryGetProperty("ownerReferences", out var owners))
            Controller = owners.Deserialize(KubeJson.Default.IReadOnlyListV1OwnerReference)?.FirstOrDefault(o => o.Controller is true);
        (_json, _length) = (Compress(json), json.Length);
    }

    /// <summary>Its kind.</summary>
    public ResourceType Type { get; }

    /// <summary>Name, namespace, uid, version, and whether it is on its way out.</summary>
    public V1ObjectMeta Metadata { get; }

    /// <summary>The ModelDeployment that it carries the label of, or null.</summary>
    public ObjectKey? Deployment { get; }

    /// <summary>The object that controls it, or null.</summary>
    public V1OwnerReference? Controller { get; }

    /// <summary>Kind and name, as people write it.</summary>
    public string Reference => $"{Type.Kind}/{Metadata.Name}";

    /// <summary>Reads it from an object of the API.</summary>
    public static Child Of(ResourceType type, JsonElement body)
    {
        var metadata = body.GetProperty("metadata");
        return JsonBuffer.Write(body, WriteShortened, json => new Child(type, metadata, json));
    }

    /// <summary>Reads all that is kept.</summary>
    public ChildBody Read()
    {
        byte[] json = ArrayPool<byte>.Shared.Rent(_length);
        try
        {
            BrotliDecoder.TryDecompress(_json, json, out int length);
            var body = JsonElement.Parse(json.AsSpan(0, length));
            return new ChildBody(body, Owned(body));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }

    /// <summary>Whether an owner's controller reference is on it.</summary>
    public bool IsOwnedBy(string? uid) => Controller is { } controller && controller.Uid == uid;

    /// <summary>Whether another state of the same object says the same to plans.</summary>
    public bool SaysTheSameAs(Child other) => Metadata.Uid == other.Metadata.Uid && _json.AsSpan().SequenceEqual(other._json);

    /// <summary>Whether it was found to be as the content of this hash wants it.</summary>
    public bool IsKnownToCover(string content) => _covered == content;

    /// <summary>Keeps in mind that it is as the content of this hash wants it.</summary>
    public void Covers(string content) => _covered = content;

    private static JsonElement? Owned(JsonElement body)
    {
        if (!body.GetProperty("metadata").TryGetProperty("managedFields", out var entries))
            return null;
        foreach (var entry in entries.EnumerateArray())
        {
            if (Text(entry, "operation") == "Apply" && string.IsNullOrEmpty(Text(entry, "subresource")) && entry.TryGetProperty("fieldsV1", out var fields))
                return fields;
        }

        return null;
    }

    private static string? Text(JsonElement map, string name) => map.TryGetProperty(name, out var value) ? value.Deserialize(KubeJson.Default.String) : null;

    // The quickest level takes less time than parsing did, and halves more than once.
    private static byte[] Compress(ReadOnlySpan<byte> json)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            return BrotliEncoder.TryCompress(json, buffer, out int length, quality: 1, window: 16)
                ? buffer[..length]
                : throw new InvalidOperationException("The buffer is smaller than what it was sized for.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void WriteShortened(Utf8JsonWriter writer, JsonElement whole)
    {
        writer.WriteStartObject();
        foreach (var property in whole.EnumerateObject())
        {
            if (property.NameEquals("metadata"))
                WriteMetadata(writer, property.Value);
            else if (!property.NameEquals("status"))
                property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
    {
        writer.WriteStartObject("metadata");
        foreach (var property in metadata.EnumerateObject())
        {
            if (property.NameEquals("resourceVersion") || property.NameEquals("generation"))
                continue;
            if (!property.NameEquals("managedFields"))
            {
                property.WriteTo(writer);
                continue;
            }

            writer.WriteStartArray("managedFields");
            foreach (var entry in property.Value.EnumerateArray())
            {
                if (entry.TryGetProperty("manager", out var manager) && manager.ValueEquals(Names.Manager))
                    WriteEntry(writer, entry);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    // Its time tells nothing.
    private static void WriteEntry(Utf8JsonWriter writer, JsonElement entry)
    {
        writer.WriteStartObject();
        foreach (var property in entry.EnumerateObject())
        {
            if (!property.NameEquals("time"))
                property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
