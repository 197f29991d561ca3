namespace Argus.Data.Blobs;

/// <summary>Files by key: a folder, or a bucket of S3. Whole files only, in memory: photos and manifests. All operations can be done at once, and again.</summary>
/// <remarks>Every operation throws <see cref="BlobStoreException"/> where the store cannot do it, and <see cref="ArgumentException"/> for a key that <see cref="BlobKey"/> refuses.</remarks>
public interface IBlobStore : IDisposable
{
    /// <summary>What messages call it: a path, or endpoint and bucket.</summary>
    string Name { get; }

    /// <summary>Writes a file, whole or not at all: no reader ever sees a part, and what was there before stays until then.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancel);

    /// <summary>Writes a file where there is none.</summary>
    /// <returns>False where there is one; it is left as it is.</returns>
    Task<bool> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancel);

    /// <summary>Reads a file.</summary>
    /// <param name="key">Which.</param>
    /// <param name="most">Most bytes; a file with more is refused before it is read.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>Null where there is none.</returns>
    Task<Blob?> GetAsync(string key, long most, CancellationToken cancel);

    /// <summary>Size of a file.</summary>
    /// <returns>Null where there is none.</returns>
    Task<BlobInfo?> FindAsync(string key, CancellationToken cancel);

    /// <summary>Every file whose key begins so, in no order. What changes meanwhile may be seen or not.</summary>
    /// <param name="prefix">Such as <c>datasets/gold/</c>; empty for all.</param>
    /// <param name="cancel">Breaks it off.</param>
    IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken cancel);

    /// <summary>Makes a file of the same content under another key, atomically as by <see cref="PutAsync"/>.</summary>
    /// <returns>False where there is none to copy.</returns>
    Task<bool> CopyAsync(string from, string to, CancellationToken cancel);

    /// <summary>Deletes a file; one that is not there is no error.</summary>
    Task DeleteAsync(string key, CancellationToken cancel);
}
