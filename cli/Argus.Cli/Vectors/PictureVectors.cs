using Argus.Cli.Pictures;

namespace Argus.Cli.Vectors;

/// <summary>What became of one file.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Rows">Its vectors.</param>
/// <param name="Selftest">Whether they come from the self-test.</param>
/// <param name="Trouble">Why there are none, or null.</param>
internal sealed record PictureVectors(string File, IReadOnlyList<VectorRow> Rows, bool Selftest, Trouble? Trouble)
{
    public static PictureVectors Bad(string file, Trouble trouble) => new(file, [], false, trouble);
}
