using Argus.Cli.Pictures;

namespace Argus.Cli.Vectors;

/// <summary>One line of JSON a vector.</summary>
internal static class VectorLine
{
    /// <summary><c>file</c>, the face where it is of one, <c>dimension</c>, <c>embedding</c> and <c>model_digest</c>.</summary>
    public static string Format(VectorRow row) => JsonLine.Write(row.File, writer =>
    {
        if (row.Face is { } face)
        {
            writer.WriteNumber("face_index", face.Index);
            writer.WriteStartArray("bbox");
            foreach (float value in face.Box)
                writer.WriteNumberValue(value);
            writer.WriteEndArray();
            writer.WriteNumber("det_score", face.Score);
        }

        writer.WriteNumber("dimension", row.Vector.Length);
        writer.WriteStartArray("embedding");
        foreach (float value in row.Vector)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
        writer.WriteString("model_digest", row.ModelDigest);
    });

    /// <summary>The line of a file that has no vector.</summary>
    public static string Format(string file, string error) => JsonLine.Write(file, writer => writer.WriteString("error", error));
}
