namespace Argus.Cli.Vectors;

/// <summary>One vector.</summary>
/// <param name="File">Its picture, as it was named.</param>
/// <param name="Vector">The values.</param>
/// <param name="ModelDigest">Vectors compare only within one digest.</param>
/// <param name="Face">The face it is of; null: it is of the whole picture.</param>
internal sealed record VectorRow(string File, float[] Vector, string ModelDigest, VectorFace? Face);
