namespace Argus.Data.Blobs;

/// <summary>A file in a store.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Bytes">Its size.</param>
public sealed record BlobInfo(string Key, long Bytes);
