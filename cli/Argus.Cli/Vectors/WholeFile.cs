namespace Argus.Cli.Vectors;

/// <summary>A file that appears whole or not at all: written beside its place, and moved there at the end.</summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private bool _done;

    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written there.</exception>
    public WholeFile(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder: name a file in it.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new IOException($"'{path}' cannot be written: there is no folder '{folder}'.");
        (_path, _temporary) = (path, path + ".part");
        Stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 64 * 1024);
    }

    /// <summary>What is written.</summary>
    public FileStream Stream { get; }

    /// <summary>Puts it in its place.</summary>
    public void Commit()
    {
        Stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _done = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_done)
            return;
        _done = true;
        Stream.Dispose();
        File.Delete(_temporary);
    }
}
