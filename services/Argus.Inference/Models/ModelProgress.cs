namespace Argus.Inference.Models;

/// <summary>How far the download of a file is.</summary>
/// <param name="File">Name of the file, or of the archive it comes in.</param>
/// <param name="Bytes">Bytes on disk.</param>
/// <param name="Total">Bytes in all, or 0 where unknown.</param>
/// <param name="Note">Something that happened and is worth a line (a retry, waiting for another process), or null.</param>
public sealed record ModelProgress(string File, long Bytes, long Total, string? Note);
