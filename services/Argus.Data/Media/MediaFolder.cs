using System.Globalization;
using Argus.Data.Jobs;
using Argus.Data.Vectors.Embedded;

namespace Argus.Data.Media;

/// <summary>The files: <c>incoming/</c> for those on their way, <c>files/ab/abcd…</c> for those that are here, named by their SHA-256. One process at a time may use it.</summary>
internal sealed class MediaFolder : IDisposable
{
    private readonly string _incoming;
    private readonly string _files;
    private readonly FileStream _lock;
    private long _uploads;

    /// <exception cref="JobStoreException">It cannot be written, or another process uses it.</exception>
    public MediaFolder(string path)
    {
        (_incoming, _files) = (Path.Combine(path, "incoming"), Path.Combine(path, "files"));
        _lock = MediaDisk.Do(_incoming, () =>
        {
            Directory.CreateDirectory(_incoming);
            Directory.CreateDirectory(_files);
            Libc.FlushFolder(path);
            return Lock(path);
        });
        try
        {
            MediaDisk.Do(_incoming, Clear);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public MediaUpload Begin() => new(Path.Combine(_incoming, Interlocked.Increment(ref _uploads).ToString(CultureInfo.InvariantCulture)));

    public string PathOf(string sha256) => Path.Combine(_files, sha256[..2], sha256);

    /// <summary>Gives a complete upload its lasting name; the same bytes may be there already.</summary>
    public void Keep(MediaUpload upload, string sha256) => MediaDisk.Do(upload.Path, () =>
    {
        string path = PathOf(sha256);
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            Libc.FlushFolder(_files);
        }

        File.Move(upload.Path, path, overwrite: true);
        Libc.FlushFolder(folder);
        return true;
    });

    /// <summary>Deletes a file; one that is gone already is no error.</summary>
    public void Delete(string sha256)
    {
        string path = PathOf(sha256);
        MediaDisk.Do(path, () =>
        {
            if (File.Exists(path))
                File.Delete(path);
            return true;
        });
    }

    /// <summary>The SHA-256 of every file that is here; what else lies there belongs to somebody else.</summary>
    public IEnumerable<string> All() => Directory.EnumerateFiles(_files, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Where(name => name.Length == 64);

    public void Dispose() => _lock.Dispose();

    // Of uploads that ended with the process.
    private bool Clear()
    {
        foreach (string left in Directory.EnumerateFiles(_incoming))
            File.Delete(left);
        return true;
    }

    // The kernel lets go of it when the process ends, however it ends.
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new JobStoreException(JobStoreFault.Unavailable, $"Another process uses the media folder {path}. One at a time may: stop that one, or give this one another folder.", error);
        }
    }
}
