using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Faces;

namespace Argus.Cli.Faces;

/// <summary>One line of JSON a file: <c>file</c>, then the fields of <c>/detect</c>, or <c>error</c>.</summary>
internal static class DetectLine
{
    // Names of files in any script are for people too.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line of a file that was read.</summary>
    public static string Format(string file, DetectResponse response) => Write(file, writer =>
    {
        var body = JsonSerializer.SerializeToElement(response, ContractsJson.Default.DetectResponse);
        foreach (var property in body.EnumerateObject())
            property.WriteTo(writer);
    });

    /// <summary>The line of a file that could not be used.</summary>
    public static string Format(string file, string error) => Write(file, writer => writer.WriteString("error", error));

    private static string Write(string file, Action<Utf8JsonWriter> writeRest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writeRest(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
