using System.Globalization;

namespace Argus.Cli.Vectors;

/// <summary>Comma-separated values.</summary>
internal static class CsvText
{
    /// <summary>Columns that say what a vector is of.</summary>
    public static IReadOnlyList<string> PictureColumns { get; } = ["file", "face_index", "x1", "y1", "x2", "y2", "det_score", "model_digest"];

    /// <summary>Their cells; those of the face are empty where a vector is of the whole picture.</summary>
    public static IEnumerable<string> PictureCells(VectorRow row) => row.Face is { } face
        ? [row.File, face.Index.ToString(CultureInfo.InvariantCulture), .. face.Box.Select(Number), Number(face.Score), row.ModelDigest]
        : [row.File, "", "", "", "", "", "", row.ModelDigest];

    /// <summary>A line with its end; what would end a cell too early is quoted.</summary>
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Quote)) + "\n";

    /// <summary>The shortest text that gives the same value again.</summary>
    public static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
