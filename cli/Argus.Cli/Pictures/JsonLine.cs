using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Argus.Cli.Pictures;

/// <summary>Writes objects of JSON on one line.</summary>
internal static class JsonLine
{
    // Names of files in any script are for people too.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line that begins with <c>file</c>.</summary>
    public static string Write(string file, Action<Utf8JsonWriter> writeRest) => Write(writer =>
    {
        writer.WriteString("file", file);
        writeRest(writer);
    });

    /// <summary>A line.</summary>
    public static string Write(Action<Utf8JsonWriter> writeFields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writeFields(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
