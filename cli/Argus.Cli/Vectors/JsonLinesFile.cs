using System.Text;

namespace Argus.Cli.Vectors;

/// <summary>A line of JSON a vector.</summary>
internal sealed class JsonLinesFile(string path) : IVectorFile
{
    private readonly WholeFile _file = new(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths => [path];

    /// <inheritdoc/>
    public void Add(VectorRow row) => _file.Stream.Write(Encoding.UTF8.GetBytes(VectorLine.Format(row) + "\n"));

    /// <inheritdoc/>
    public void Commit() => _file.Commit();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
