namespace Argus.Data.Vectors.Embedded;

/// <summary>Keeps other processes out of a folder. The kernel lets go of it when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="VectorStoreRefusedException">Somebody else has the folder.</exception>
    public FolderLock(string folder)
    {
        string owner = Path.Combine(folder, "owner");
        try
        {
            _file = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
        {
            string holder = File.Exists(owner) ? $"process {File.ReadAllText(owner)}" : "another process";
            throw new VectorStoreRefusedException($"The vector folder {folder} is in use by {holder}. One process at a time may use it: stop that one, or give this one another folder.", error);
        }

        // A file of its own, as the other cannot be read while it is held.
        File.WriteAllText(owner, $"{Environment.ProcessId}");
    }

    public void Dispose() => _file.Dispose();
}
