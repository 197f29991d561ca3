using System.Collections.Concurrent;
using System.Globalization;

namespace Argus.Inference.Models;

/// <summary>
/// Hashes that were computed before, known by path, size and time of change, so that a large folder is read once and not at each start.
/// What it says may rule a file out, but never lets one in: a file that is used is hashed anew.
/// </summary>
internal sealed class HashMemory
{
    private readonly string _path;
    private readonly ConcurrentDictionary<string, Entry> _entries;
    private int _changed;

    public HashMemory(string cachePath)
    {
        _path = Path.Combine(cachePath, "hashes.txt");
        _entries = new ConcurrentDictionary<string, Entry>(Read(_path));
    }

    /// <summary>The hash that a file had, or null if it has changed since or was never read.</summary>
    public string? Recall(Candidate file) =>
        _entries.TryGetValue(file.Path, out var entry) && entry.Bytes == file.Bytes && entry.Changed == file.Changed ? entry.Sha256 : null;

    public void Remember(Candidate file, string sha256)
    {
        var entry = new Entry(file.Bytes, file.Changed, sha256);
        if (_entries.TryGetValue(file.Path, out var old) && old == entry)
            return;
        _entries[file.Path] = entry;
        Interlocked.Exchange(ref _changed, 1);
    }

    /// <summary>Keeps what was learnt. That it cannot (a read-only cache) costs time at the next start, nothing else.</summary>
    public void Save()
    {
        if (Interlocked.Exchange(ref _changed, 0) == 0)
            return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            string temporary = $"{_path}.{Guid.NewGuid():N}";
            File.WriteAllLines(temporary, _entries.Select(e => $"{e.Value.Sha256} {e.Value.Bytes} {e.Value.Changed} {e.Key}"));
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    // One line a file, its path last. Whatever does not read so is forgotten.
    private static Dictionary<string, Entry> Read(string path)
    {
        Dictionary<string, Entry> entries = [];
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (line.Split(' ', 4) is [{ Length: 64 } sha256, var bytes, var changed, var file]
                    && long.TryParse(bytes, CultureInfo.InvariantCulture, out long size)
                    && long.TryParse(changed, CultureInfo.InvariantCulture, out long ticks))
                    entries[file] = new Entry(size, ticks, sha256);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }

        return entries;
    }

    private sealed record Entry(long Bytes, long Changed, string Sha256);
}
