using System.Text;

namespace Argus.Cli.Vectors;

/// <summary>A row of comma-separated values a vector, under names of the columns (RFC 4180, line ends as on this system).</summary>
internal sealed class CsvFile(string path) : IVectorFile
{
    private readonly WholeFile _file = new(path);
    private bool _headed;

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths => [path];

    /// <inheritdoc/>
    public void Add(VectorRow row)
    {
        if (!_headed)
            Write([.. CsvText.PictureColumns, .. Enumerable.Range(0, row.Vector.Length).Select(i => $"v{i}")]);
        _headed = true;
        Write([.. CsvText.PictureCells(row), .. row.Vector.Select(CsvText.Number)]);
    }

    /// <inheritdoc/>
    public void Commit() => _file.Commit();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(IEnumerable<string> cells) => _file.Stream.Write(Encoding.UTF8.GetBytes(CsvText.Line(cells)));
}
