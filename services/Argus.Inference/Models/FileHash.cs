using System.Security.Cryptography;

namespace Argus.Inference.Models;

/// <summary>SHA-256 of files.</summary>
internal static class FileHash
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>64 lower-case hex digits over the content.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Compute(string path, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0, Share = FileShare.ReadWrite | FileShare.Delete });
        byte[] buffer = new byte[BufferBytes];
        while (file.Read(buffer) is > 0 and int read)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
