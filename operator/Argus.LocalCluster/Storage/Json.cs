using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Storage;

/// <summary>JSON as it is kept and sent: compact, not escaped more than it must be.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static (Utf8JsonWriter Writer, MemoryStream Buffer)? Cached;

    public static byte[] Serialize(JsonNode node)
    {
        var (writer, buffer) = Cached ??= Create();
        buffer.SetLength(0);
        writer.Reset(buffer);
        node.WriteTo(writer);
        writer.Flush();
        return buffer.ToArray();
    }

    private static (Utf8JsonWriter Writer, MemoryStream Buffer) Create()
    {
        var buffer = new MemoryStream();
        return (new Utf8JsonWriter(buffer, Options), buffer);
    }
}
