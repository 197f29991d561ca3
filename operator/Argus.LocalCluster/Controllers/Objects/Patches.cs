using System.Text.Json;

namespace Argus.LocalCluster.Controllers.Objects;

/// <summary>Bodies of patches.</summary>
internal static class Patches
{
    /// <summary>JSON as the writer is told to write it.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Sets annotations.</summary>
    public static byte[] Annotate(params IEnumerable<KeyValuePair<string, string>> annotations) => Write(writer =>
    {
        writer.WriteStartObject("metadata");
        WriteAnnotations(writer, annotations);
        writer.WriteEndObject();
    });

    public static void WriteAnnotations(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> annotations)
    {
        writer.WriteStartObject("annotations");
        foreach (var (key, value) in annotations)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }
}
