namespace Argus.Cli.Pictures;

/// <summary>
/// A picture that was named: read from the disk whenever it is needed, so that a large one is never held in memory; what can be read only
/// once, such as a pipe, is read at once. Can be shared by threads.
/// </summary>
internal sealed class PictureSource
{
    // What has no length might have no end.
    private const long MaxUnseekable = 64 * 1024 * 1024;

    private static readonly Trouble NotThere = new("There is no such file.");

    private readonly ReadOnlyMemory<byte>? _bytes;

    private PictureSource(string path, long length, ReadOnlyMemory<byte>? bytes) => (Path, Length, _bytes) = (path, length, bytes);

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>Opens a picture, or says why it cannot be.</summary>
    public static Reply<PictureSource> Open(string path)
    {
        try
        {
            // Not opened twice: a pipe that was closed once is at its end.
            using var stream = BoundedFile.Open(path);
            if (stream.CanSeek && stream.Length > 0)
                return new PictureSource(path, stream.Length, null);
            return BoundedFile.Read(stream, MaxUnseekable) is { } bytes
                ? new PictureSource(path, bytes.Length, bytes)
                : new Trouble($"What has no length of its own may have at most {MaxUnseekable} bytes.");
        }
        catch (ArgumentException)
        {
            // A name that no file can have.
            return NotThere;
        }
        catch (Exception e) when (Explain(e) is { } trouble)
        {
            return trouble;
        }
    }

    /// <summary>What is wrong with a file that cannot be read, or null where it is something else that failed.</summary>
    public static Trouble? Explain(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => NotThere,
        IOException or UnauthorizedAccessException => new Trouble(error.Message),
        _ => null,
    };

    /// <summary>The bytes from the first on.</summary>
    /// <exception cref="IOException">The file cannot be read any more.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read any more.</exception>
    public Stream OpenRead() => _bytes is { } bytes ? new MemoryStream(bytes.ToArray(), writable: false) : BoundedFile.Open(Path);

    /// <summary>All bytes, or null where they are more than <paramref name="limit"/>.</summary>
    /// <exception cref="IOException">The file cannot be read any more.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read any more.</exception>
    public ReadOnlyMemory<byte>? Read(long limit) => Length > limit ? null : _bytes ?? BoundedFile.Read(Path, limit);
}
