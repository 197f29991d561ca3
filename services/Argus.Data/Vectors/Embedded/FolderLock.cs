using System.Text;

namespace Argus.Data.Vectors.Embedded;

/// <summary>Keeps other processes out of a folder. The kernel lets go of it when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="VectorStoreRefusedException">Somebody else has the folder.</exception>
    public FolderLock(string folder)
    {
        string path = Path.Combine(folder, "lock");
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not DirectoryNotFoundException)
        {
            throw new VectorStoreRefusedException($"The vector folder {folder} is in use by {Holder(path)}. One process at a time may use it: stop that one, or give this one another folder.", error);
        }

        _file.SetLength(0);
        _file.Write(Encoding.ASCII.GetBytes($"{Environment.ProcessId}"));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd() is { Length: > 0 } id ? $"process {id}" : "another process";
    }
}
