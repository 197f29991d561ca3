using System.Globalization;
using Argus.Contracts.Faces;
using Spectre.Console;

namespace Argus.Cli.Faces;

/// <summary>Shows an answer of <c>/detect</c> to people.</summary>
internal static class FaceTable
{
    // Fits, with the other columns, a terminal of 80.
    private const int Head = 2;

    /// <summary>How many faces there are, in words.</summary>
    public static string Count(DetectResponse response) => response.Faces.Count switch { 0 => "no face", 1 => "1 face", int n => $"{n} faces" };

    /// <summary>One row a face; a dash where the pack does not tell.</summary>
    public static Table Create(DetectResponse response)
    {
        var table = new Table().RoundedBorder().AddColumns("Face", "Box (x1, y1, x2, y2)", "Score", "Age", "Gender", "Vector (length)");
        table.Columns[0].RightAligned();
        for (int i = 0; i < response.Faces.Count; i++)
        {
            var face = response.Faces[i];
            table.AddRow(
                Text(i + 1),
                string.Join(", ", face.Bbox.Select(v => Text(v, "0"))),
                Text(face.DetScore, "0.000"),
                face.Age is { } age ? Text(age) : "-",
                face.Gender ?? "-",
                Describe(face.Embedding));
        }

        return table;
    }

    /// <summary>First values and length of a vector.</summary>
    internal static string Describe(float[]? embedding)
    {
        if (embedding is null)
            return "-";
        string head = string.Join(", ", embedding.Take(Head).Select(v => Text(v, "0.00")));
        return $"{head}{(embedding.Length > Head ? ", …" : "")} ({embedding.Length})";
    }

    private static string Text(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);
}
