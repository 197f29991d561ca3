using System.Globalization;
using System.Numerics.Tensors;
using Argus.Cli.Hosting;
using Spectre.Console;

namespace Argus.Cli.Vectors;

/// <summary>Shows vectors to people.</summary>
internal sealed class VectorTable
{
    private const int Head = 3;

    private readonly Table _table = new Table().RoundedBorder().AddColumns("Picture", "Face", "Length", "Norm", "First values");

    public VectorTable()
    {
        foreach (int column in (ReadOnlySpan<int>)[1, 2, 3])
            _table.Columns[column].RightAligned();
    }

    /// <summary>Length of the vectors; 0 before the first.</summary>
    public int Dimension { get; private set; }

    /// <summary>Takes one.</summary>
    public void Add(VectorRow row)
    {
        Dimension = row.Vector.Length;
        // Text, not markup: brackets in names are brackets.
        _table.AddRow(
            new Text(row.File),
            new Text(row.Face is { } face ? Number(face.Index + 1, null) : "-"),
            new Text(Number(row.Vector.Length, null)),
            new Text(Number(TensorPrimitives.Norm<float>(row.Vector), "0.000")),
            new Text(string.Join(", ", row.Vector.Take(Head).Select(v => Number(v, "0.000"))) + (row.Vector.Length > Head ? ", …" : "")));
    }

    /// <summary>Shows all of them, and the model that they are of.</summary>
    public void Show(string digest)
    {
        Terminal.Out.Write(_table);
        Terminal.Line($"Model {digest}");
    }

    private static string Number(IFormattable value, string? format) => value.ToString(format, CultureInfo.InvariantCulture);
}
