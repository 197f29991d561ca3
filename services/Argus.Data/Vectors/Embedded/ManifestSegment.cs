namespace Argus.Data.Vectors.Embedded;

/// <summary>A file of a collection.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Its length once it is finished; null while it is written.</param>
internal sealed record ManifestSegment(string File, long? Bytes);
