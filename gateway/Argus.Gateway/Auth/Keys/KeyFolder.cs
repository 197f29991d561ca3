using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Argus.Gateway.Auth.Keys;

/// <summary>Reads a folder of key files: a mounted Secret, or a plain one. A file that cannot be used leaves what it said before. One caller at a time.</summary>
/// <param name="path">The folder.</param>
/// <param name="log">Told of every file that becomes unusable, once.</param>
internal sealed class KeyFolder(string path, ILogger log)
{
    private const string Extension = ".json";
    private const int MostBytes = 64 * 1024;

    private ImmutableSortedDictionary<string, Entry> _files = ImmutableSortedDictionary.Create<string, Entry>(StringComparer.Ordinal);
    private string? _trouble;

    /// <summary>Reads it.</summary>
    /// <returns>What each owner's file says, by owner; null where nothing has changed.</returns>
    public IReadOnlyDictionary<string, KeyFile>? Read()
    {
        List<string> names;
        try
        {
            // Names that begin with a dot are those of the mount itself, and of editors.
            names = [.. Directory.EnumerateFiles(path).Select(Path.GetFileName).OfType<string>().Where(n => n[0] != '.' && n[^1] != '~').Order(StringComparer.Ordinal)];
            _trouble = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_trouble != e.Message)
                Log.FolderUnreadable(log, path, e.Message);
            _trouble = e.Message;
            return null;
        }

        var before = _files;
        _files = names.ToImmutableSortedDictionary(name => name, name => Read(name, before.GetValueOrDefault(name)), StringComparer.Ordinal);
        foreach (var (name, entry) in _files)
        {
            if (entry.Trouble is { } trouble && trouble != before.GetValueOrDefault(name)?.Trouble)
                Log.KeyRefused(log, name, trouble, entry.Good is null ? "It opens nothing." : "What it said before stays.");
        }

        bool isSame = _files.Count == before.Count && _files.All(f => before.TryGetValue(f.Key, out var last) && ReferenceEquals(last.Good, f.Value.Good));
        return isSame ? null : _files.Where(f => f.Value.Good is not null).DistinctBy(f => OwnerOf(f.Key)).ToDictionary(f => OwnerOf(f.Key), f => f.Value.Good!, StringComparer.Ordinal);
    }

    private static string OwnerOf(string name) => name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length] : name;

    private Entry Read(string name, Entry? before)
    {
        if (!IsName(OwnerOf(name)))
            return new Entry([], null, "Its name, which is its owner's, must have one to 100 letters, digits, dots, dashes, underscores or @.");
        // Else one owner would have two sets of limits.
        if (name.EndsWith(Extension, StringComparison.Ordinal) && File.Exists(Path.Combine(path, OwnerOf(name))))
            return new Entry([], null, $"There is a file {OwnerOf(name)} beside it; remove one of them.");
        byte[] bytes;
        try
        {
            using var file = File.OpenRead(Path.Combine(path, name));
            if (file.Length > MostBytes)
                return new Entry([], before?.Good, $"It is larger than {MostBytes} bytes.");
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Entry([], before?.Good, e.Message);
        }

        byte[] digest = SHA256.HashData(bytes);
        if (before is not null && before.Digest.AsSpan().SequenceEqual(digest))
            return before;
        var errors = KeyFileReader.Read(bytes, out var good);
        return new Entry(digest, good ?? before?.Good, errors.IsEmpty ? null : string.Join(' ', errors));
    }

    private static bool IsName(string owner) => owner.Length is > 0 and <= 100 && owner.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@');

    private sealed record Entry(byte[] Digest, KeyFile? Good, string? Trouble);
}
