using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Storage;

/// <summary>JSON as it is kept and sent: compact, not escaped more than it must be.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // What is deeper could be written, but not be read again.
    private static readonly JsonWriterOptions BoundedOptions = Options with { MaxDepth = 64 };

    [ThreadStatic]
    private static (Utf8JsonWriter Writer, MemoryStream Buffer)? Cached;

    [ThreadStatic]
    private static (Utf8JsonWriter Writer, MemoryStream Buffer)? CachedBounded;

    public static byte[] Serialize(JsonNode node) => Serialize(node, Cached ??= Create(Options));

    /// <summary>As above; null for what is nested too deeply to be read.</summary>
    public static byte[]? SerializeBounded(JsonNode node)
    {
        try
        {
            return Serialize(node, CachedBounded ??= Create(BoundedOptions));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Serialize(JsonNode node, (Utf8JsonWriter Writer, MemoryStream Buffer) cached)
    {
        var (writer, buffer) = cached;
        buffer.SetLength(0);
        writer.Reset(buffer);
        node.WriteTo(writer);
        writer.Flush();
        return buffer.ToArray();
    }

    private static (Utf8JsonWriter Writer, MemoryStream Buffer) Create(JsonWriterOptions options)
    {
        var buffer = new MemoryStream();
        return (new Utf8JsonWriter(buffer, options), buffer);
    }
}
