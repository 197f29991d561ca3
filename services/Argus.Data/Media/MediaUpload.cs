using System.Security.Cryptography;
using Argus.Data.Jobs;

namespace Argus.Data.Media;

/// <summary>A file that is coming in, under a temporary name. Disposed of without being added, it leaves nothing behind.</summary>
public sealed class MediaUpload : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal MediaUpload(string path)
    {
        Path = path;
        // Unbuffered: what is written comes in large pieces already.
        _file = MediaDisk.Do(path, () => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
    }

    /// <summary>Bytes so far.</summary>
    public long Size { get; private set; }

    internal string Path { get; }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="JobStoreException">The disk does not take them: it is full, or faulty.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await MediaDisk.DoAsync(Path, () => _file.WriteAsync(bytes, cancel));
        _hash.AppendData(bytes.Span);
        Size += bytes.Length;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync();
        // Gone already where it was added: then it bears its lasting name.
        File.Delete(Path);
    }

    /// <summary>Flushes all of it to disk; nothing can be added after it.</summary>
    /// <returns>The SHA-256 in hexadecimal digits.</returns>
    internal string Complete()
    {
        MediaDisk.Do(Path, () =>
        {
            _file.Flush(flushToDisk: true);
            _file.Close();
            return true;
        });
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }
}
