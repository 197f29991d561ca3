using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Argus.Inference.Models;

/// <summary>Finds files by their hash: beside the manifest, in the cache, in the search folders. Lists the folders once.</summary>
internal sealed class ModelFinder(ModelStoreOptions options, HashMemory memory)
{
    private const int MaxDepth = 16;
    private readonly Lazy<ImmutableArray<Candidate>> _listed = new(() => [.. options.SearchPaths.SelectMany(List)]);

    /// <summary>Where the cache keeps a content.</summary>
    public string CachePathOf(string name, string sha256) => Path.Combine(options.CachePath, sha256 + Path.GetExtension(name));

    /// <summary>Looks for a file.</summary>
    /// <param name="name">Its name in the manifest: decides what is worth mentioning, and what is worth hashing where the size is unknown.</param>
    /// <param name="bytes">Its size, or 0 where unknown.</param>
    /// <param name="sha256">Its hash.</param>
    /// <param name="beside">A folder to look in first, without subfolders; or null.</param>
    /// <param name="trustMemory">Whether a hash computed earlier is enough (for lists), or the file is read now (for use).</param>
    /// <param name="cancel">Ends the search.</param>
    public FoundFile Find(string name, long bytes, string sha256, string? beside, bool trustMemory, CancellationToken cancel)
    {
        string? wrong = null;
        foreach (var candidate in Candidates(name, sha256, beside))
        {
            bool expected = candidate.Name == name || candidate.Path == CachePathOf(name, sha256);
            if (bytes > 0 ? candidate.Bytes != bytes : !expected)
            {
                if (expected)
                    wrong ??= $"{candidate.Path} has {candidate.Bytes} bytes; expected {bytes} (sha256 {sha256}).";
                continue;
            }

            // For use, only a "no" is taken from memory: the "yes" is read from the disk each time.
            string? known = memory.Recall(candidate);
            string? found = known is not null && (trustMemory || known != sha256) ? known : Hash(candidate, cancel);
            if (found == sha256)
                return new FoundFile(candidate.Path, null);
            if (expected)
                wrong ??= found is null
                    ? $"{candidate.Path} cannot be read."
                    : $"{candidate.Path} has other bytes: expected sha256 {sha256}, found {found}.";
        }

        return new FoundFile(null, wrong);
    }

    private IEnumerable<Candidate> Candidates(string name, string sha256, string? beside)
    {
        if (beside is not null && Candidate.At(Path.Combine(beside, name)) is { } neighbour)
            yield return neighbour;
        if (Candidate.At(CachePathOf(name, sha256)) is { } cached)
            yield return cached;
        // The name is no proof, but most often right: it saves hashing the others.
        foreach (var file in _listed.Value.OrderByDescending(f => f.Name == name))
            yield return file;
    }

    private string? Hash(Candidate candidate, CancellationToken cancel)
    {
        try
        {
            string sha256 = FileHash.Compute(candidate.Path, cancel);
            memory.Remember(candidate, sha256);
            return sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<Candidate> List(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        // Links to files are followed (volumes and caches are full of them); links to folders are not, for they may go in circles.
        var files = new FileSystemEnumerable<string>(
            Path.GetFullPath(folder),
            (ref FileSystemEntry entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = MaxDepth, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return files.Order(StringComparer.Ordinal).Select(Candidate.At).OfType<Candidate>();
    }
}

/// <summary>What a search found.</summary>
/// <param name="Path">A file with the right hash, or null.</param>
/// <param name="Wrong">If none: a file that should have been it, and what is wrong with it; or null.</param>
internal sealed record FoundFile(string? Path, string? Wrong);
