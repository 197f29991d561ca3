using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>Where model files are looked for, kept and fetched.</summary>
public sealed record ModelStoreOptions
{
    /// <summary>Folders searched with all their subfolders; files are known by their hash, so their names do not matter (ARGUS_MODEL_PATH, separated by ':').</summary>
    public ImmutableArray<string> SearchPaths { get; init; } = [];

    /// <summary>Folder that downloads are kept in, one file a content (MODEL_CACHE_DIR); default ~/.cache/argus/models. May be read-only if nothing is to be downloaded.</summary>
    public string CachePath { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : Path.GetTempPath(), ".cache", "argus", "models");

    /// <summary>Folder for downloads where <see cref="CachePath"/> cannot be written (ARGUS_SPARE_CACHE_DIR), as that of a mounted folder may be; default none. See <see cref="CacheFolder"/>.</summary>
    public string? SpareCachePath { get; init; }

    /// <summary>Ids of the licences that were read and accepted (ARGUS_ACCEPT_LICENSE, separated by ',').</summary>
    public ImmutableArray<string> AcceptedLicenses { get; init; } = [];

    /// <summary>Tries an address gets in a row without any new byte. More rides out longer outages, and tells later of an address that is dead; default 4.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>
    /// Whether a host that cannot be reached (no such name, connection refused) is tried again: a server rides out an outage, a person
    /// wants to know at once. Where false, the other addresses on that host are not tried either. Default true.
    /// </summary>
    public bool RetryUnreachable { get; init; } = true;

    /// <summary>A host that has accepted no connection for this long cannot be reached; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause before the second try; doubled each time, up to <see cref="MaxRetryDelay"/>; default 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between tries, also where the server asks for more; default 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that delivers nothing for this long is given up and tried again; default 30 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Redirects followed for one request; default 5.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>Bound in bytes on files whose size no pack states; default 4 GiB.</summary>
    public long MaxUnknownBytes { get; init; } = 4L << 30;

    /// <summary>Reads the environment names above; what is not set keeps its default.</summary>
    /// <param name="read">Reads one environment variable.</param>
    public static ModelStoreOptions FromEnvironment(Func<string, string?> read)
    {
        var options = new ModelStoreOptions
        {
            SearchPaths = Split(read("ARGUS_MODEL_PATH"), Path.PathSeparator),
            AcceptedLicenses = Split(read("ARGUS_ACCEPT_LICENSE"), ','),
            SpareCachePath = read("ARGUS_SPARE_CACHE_DIR") is { Length: > 0 } spare ? Path.GetFullPath(spare) : null,
        };
        return read("MODEL_CACHE_DIR") is { Length: > 0 } cache ? options with { CachePath = Path.GetFullPath(cache) } : options;
    }

    private static ImmutableArray<string> Split(string? list, char separator) =>
        [.. (list ?? "").Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
