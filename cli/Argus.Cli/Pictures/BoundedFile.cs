namespace Argus.Cli.Pictures;

/// <summary>Reads files of which nothing is known: a pipe or a device has no length, and may have no end.</summary>
internal static class BoundedFile
{
    /// <summary>Reads a whole file, or null where it is longer than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static ReadOnlyMemory<byte>? Read(string path, long limit)
    {
        using var stream = Open(path);
        return Read(stream, limit);
    }

    /// <summary>Opens a file for reading; one that others write or take away is no hindrance.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>Reads what is left of an open file, or null where that is longer than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReadOnlyMemory<byte>? Read(FileStream stream, long limit)
    {
        long length = stream.CanSeek ? stream.Length : 0;
        if (length > limit)
            return null;
        // Some files of the kernel claim no length and have one.
        byte[] bytes = new byte[(length > 0 ? length : limit) + 1];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read > limit)
            return null;
        return bytes.AsMemory(0, read);
    }
}
