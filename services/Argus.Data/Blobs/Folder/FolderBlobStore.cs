using System.Runtime.CompilerServices;
using Argus.Data.Vectors.Embedded;

namespace Argus.Data.Blobs.Folder;

/// <summary>Files below a folder of this machine. Several processes may use it at once.</summary>
public sealed class FolderBlobStore : IBlobStore
{
    private readonly string _root;
    private readonly string _incoming;

    /// <param name="path">The folder; made where it is not there.</param>
    /// <exception cref="BlobStoreException">It cannot be made.</exception>
    public FolderBlobStore(string path)
    {
        _root = Path.GetFullPath(path);
        _incoming = Path.Combine(_root, ".incoming");
        FolderFaults.Do(_root, () => Directory.CreateDirectory(_incoming));
    }

    /// <inheritdoc/>
    public string Name => _root;

    /// <inheritdoc/>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancel) => WriteAsync(key, content, overwrite: true, cancel);

    /// <inheritdoc/>
    public Task<bool> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        BlobKey.Check(key);
        return File.Exists(PathOf(key)) ? Task.FromResult(false) : WriteAsync(key, content, overwrite: false, cancel);
    }

    /// <inheritdoc/>
    public async Task<Blob?> GetAsync(string key, long most, CancellationToken cancel)
    {
        BlobKey.Check(key);
        try
        {
            await using var file = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (file.Length > most)
                throw new BlobStoreException(BlobFault.TooLarge, $"{Name}: {key} has {file.Length} bytes, and at most {most} are read.");
            byte[] bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancel);
            return new Blob(bytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (FolderFaults.IsOfDisk(error))
        {
            throw FolderFaults.Of(error, _root);
        }
    }

    /// <inheritdoc/>
    public Task<BlobInfo?> FindAsync(string key, CancellationToken cancel)
    {
        BlobKey.Check(key);
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? new BlobInfo(key, file.Length) : null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        int last = prefix.LastIndexOf('/');
        string below = last < 0 ? _root : Path.Combine(_root, prefix[..last]);
        if (prefix.Split('/').Contains("..") || !Directory.Exists(below))
            yield break;
        var found = FolderFaults.Do(_root, () => new DirectoryInfo(below).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => !file.FullName.StartsWith(_incoming, StringComparison.Ordinal))
            .Select(file => (Key: Path.GetRelativePath(_root, file.FullName), file))
            .Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToList());
        foreach (var (key, file) in found)
        {
            cancel.ThrowIfCancellationRequested();
            // Deleted since it was listed.
            if (file.Exists)
                yield return new BlobInfo(key, file.Length);
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<bool> CopyAsync(string from, string to, CancellationToken cancel)
    {
        BlobKey.Check(to);
        if (await GetAsync(from, int.MaxValue, cancel) is not { } blob)
            return false;
        await PutAsync(to, blob.Bytes, cancel);
        return true;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancel)
    {
        BlobKey.Check(key);
        string path = PathOf(key);
        FolderFaults.Do(_root, () =>
        {
            if (!File.Exists(path))
                return false;
            File.Delete(path);
            Libc.FlushFolder(Path.GetDirectoryName(path)!);
            return true;
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private string PathOf(string key) => Path.Combine(_root, key);

    private async Task<bool> WriteAsync(string key, ReadOnlyMemory<byte> content, bool overwrite, CancellationToken cancel)
    {
        BlobKey.Check(key);
        string path = PathOf(key);
        string temporary = Path.Combine(_incoming, $"{Guid.NewGuid():n}");
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                await file.WriteAsync(content, cancel);
                file.Flush(flushToDisk: true);
            }

            MakeFolders(Path.GetDirectoryName(path)!);
            return Keep(temporary, path, overwrite);
        }
        catch (Exception error) when (FolderFaults.IsOfDisk(error))
        {
            throw FolderFaults.Of(error, _root);
        }
        finally
        {
            // Gone where it was kept.
            File.Delete(temporary);
        }
    }

    private static bool Keep(string temporary, string path, bool overwrite)
    {
        try
        {
            File.Move(temporary, path, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            return false;
        }

        Libc.FlushFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    // A folder lasts only once the one above it is flushed.
    private void MakeFolders(string folder)
    {
        if (Directory.Exists(folder) || folder.Length < _root.Length)
            return;
        string above = Path.GetDirectoryName(folder)!;
        MakeFolders(above);
        Directory.CreateDirectory(folder);
        Libc.FlushFolder(above);
    }
}
