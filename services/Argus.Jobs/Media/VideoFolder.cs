using System.Globalization;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Media;

/// <summary>
/// Where videos lie that were fetched from another media store: a folder for each process, in which it holds a lock. The first use deletes the
/// folders of processes that ended without doing so, however they ended: the kernel lets go of their locks.
/// </summary>
internal sealed class VideoFolder(JobsOptions options) : IDisposable
{
    private const string LockName = "lock";
    private const int Piece = 128 * 1024;
    private readonly string _root = Path.GetFullPath(options.VideoFolder ?? Path.Combine(options.Data, "video"));
    private readonly Lock _opening = new();
    private FileStream? _lock;
    private string? _own;
    private long _files;

    /// <summary>Writes a video to a file of its own. Where that fails nothing is left.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="most">Bytes that it may have.</param>
    /// <param name="alive">Called with every piece.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>The file, or null where it has more bytes.</returns>
    /// <exception cref="VideoFolderException">The disk does not take it.</exception>
    public async Task<string?> KeepAsync(Stream body, long most, Action alive, CancellationToken cancel)
    {
        string path = Path.Combine(OnDisk(Open), Interlocked.Increment(ref _files).ToString(CultureInfo.InvariantCulture));
        bool isKept = false;
        try
        {
            await using var file = OnDisk(() => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
            byte[] piece = new byte[Piece];
            long size = 0;
            while (await body.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel) is > 0 and var length)
            {
                alive();
                if ((size += length) > most)
                    return null;
                OnDisk(() => Write(file, piece.AsSpan(0, length)));
            }

            isKept = true;
            return path;
        }
        finally
        {
            if (!isKept)
                File.Delete(path);
        }
    }

    /// <summary>Deletes what processes before this one left.</summary>
    /// <exception cref="VideoFolderException">The folder cannot be used.</exception>
    public void Prepare() => OnDisk(Open);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_lock is null)
            return;
        Directory.Delete(_own!, recursive: true);
        _lock.Dispose();
    }

    private static bool Write(FileStream file, ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        return true;
    }

    private string Open()
    {
        lock (_opening)
        {
            if (_own is not null)
                return _own;
            Directory.CreateDirectory(_root);
            foreach (string left in Directory.GetDirectories(_root))
                Sweep(left);
            string own = Path.Combine(_root, Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(own);
            _lock = Take(own);
            return _own = own;
        }
    }

    private static void Sweep(string folder)
    {
        // One without a lock is just being made.
        if (!File.Exists(Path.Combine(folder, LockName)))
            return;
        try
        {
            using var theirs = Take(folder);
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Its process lives, or another one sweeps it.
        }
    }

    private static FileStream Take(string folder) => new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private T OnDisk<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new VideoFolderException($"The folder {_root} does not take a video ({error.Message}). Make room, or name another in ARGUS_VIDEO_FOLDER.", error);
        }
    }
}
