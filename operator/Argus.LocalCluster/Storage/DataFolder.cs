using System.Globalization;

namespace Argus.LocalCluster.Storage;

/// <summary>
/// The files of a store: <c>snapshot-V</c> holds every object as of version V, <c>log-V</c> the changes after it.
/// A snapshot counts once it has its name; logs that it makes needless may still be there.
/// </summary>
internal sealed class DataFolder(string path) : IDisposable
{
    private FileStream? _lock;

    /// <summary>Takes the folder for this process.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public void Claim()
    {
        Directory.CreateDirectory(path);
        try
        {
            _lock = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The folder {path} is in use by another local cluster, or cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The state on disk, and the log to go on with.</summary>
    public (StoreState State, LogFile Log) Load()
    {
        foreach (string file in Directory.EnumerateFiles(path, "*.tmp"))
            File.Delete(file);
        var state = StoreState.Empty;
        var logs = Numbered("log-");
        if (Numbered("snapshot-") is [.., var newest])
        {
            long good = LogReader.Read(newest.Path, r => state = state.With(new StoredObject(r.Key, r.Version, r.Bytes.ToArray())));
            if (good != new FileInfo(newest.Path).Length)
                throw new InvalidDataException($"The snapshot {newest.Path} is damaged after byte {good}. Put back a copy of the folder, or move it away to begin empty.");
            state = state with { Version = newest.Version };
            logs = [.. logs.Where(l => l.Version >= newest.Version)];
        }

        long length = 0;
        foreach (var log in logs)
            length = LogReader.Read(log.Path, r => state = Replay(state, r));
        return (state, LogFile.Open(logs is [.., var last] ? last.Path : PathOf("log-", state.Version), length));
    }

    /// <summary>Begins the log of the changes after <paramref name="version"/>.</summary>
    public LogFile BeginLog(long version) => LogFile.Open(PathOf("log-", version), 0);

    /// <summary>Writes every object of <paramref name="state"/>, and removes the files that this makes needless.</summary>
    public void WriteSnapshot(StoreState state)
    {
        string target = PathOf("snapshot-", state.Version);
        using (var file = new FileStream(target + ".tmp", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            using var buffer = new MemoryStream();
            foreach (var stored in state.Resources.Values.SelectMany(objects => objects.In(null)))
            {
                buffer.SetLength(0);
                new LogRecord(stored.Key, stored.Version, stored.Bytes).WriteTo(buffer);
                file.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(target + ".tmp", target, overwrite: true);
        foreach (var old in Numbered("snapshot-").Concat(Numbered("log-")).Where(f => f.Version < state.Version))
            File.Delete(old.Path);
    }

    public void Dispose() => _lock?.Dispose();

    private static StoreState Replay(StoreState state, LogRecord record)
    {
        if (record.Version <= state.Version)
            return state;
        return record.Deleted
            ? state.Without(record.Key, record.Version)
            : state.With(new StoredObject(record.Key, record.Version, record.Bytes.ToArray()));
    }

    private string PathOf(string prefix, long version) => Path.Combine(path, prefix + version.ToString("D19", CultureInfo.InvariantCulture));

    private List<(string Path, long Version)> Numbered(string prefix) =>
    [
        .. from file in Directory.EnumerateFiles(path, prefix + "*")
           let version = long.TryParse(Path.GetFileName(file).AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long v) ? v : -1
           where version >= 0
           orderby version
           select (file, version),
    ];
}
