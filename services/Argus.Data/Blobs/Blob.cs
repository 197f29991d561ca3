using System.Security.Cryptography;

namespace Argus.Data.Blobs;

/// <summary>A file that was read.</summary>
/// <param name="Bytes">Its content.</param>
public sealed record Blob(byte[] Bytes)
{
    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));
}
