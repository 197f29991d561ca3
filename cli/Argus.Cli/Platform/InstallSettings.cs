using Argus.Cli.Hosting;

namespace Argus.Cli.Platform;

/// <summary>What is installed into the local cluster.</summary>
/// <param name="GatewayPort">Port of the gateway on loopback.</param>
/// <param name="DocumentedPorts">Ports of the older services on which it listens too.</param>
/// <param name="Pack">The pack that was asked for; by its path where it is none of this clone.</param>
internal sealed record InstallSettings(int GatewayPort, IReadOnlyList<int> DocumentedPorts, string? Pack)
{
    /// <summary>Where weights are kept, with or without a cluster.</summary>
    public static string CacheFolder { get; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "argus");

    /// <summary>Where weights are looked for before they are downloaded.</summary>
    public IReadOnlyList<string> ModelFolders { get; } =
    [
        .. Listed("ARGUS_MODEL_PATH").Concat(Listed("MODEL_CACHE_DIR")).Select(Path.GetFullPath),
        Path.Combine(Clone.Root, "models"),
        // Beside a manifest of one's own lie its weights.
        .. ManifestOf(Pack) is { } manifest ? [Path.GetDirectoryName(manifest)!] : (string[])[],
    ];

    /// <summary>Folders and files of this machine that pods may reach.</summary>
    public IEnumerable<string> Folders => [.. ModelFolders, CacheFolder, .. PassedOn.Files(Environment.GetEnvironmentVariable)];

    /// <summary>Manifests of all packs.</summary>
    public IEnumerable<string> Manifests =>
        Directory.GetDirectories(Path.Combine(Clone.Root, "models")).Select(folder => Path.Combine(folder, "pack.yaml")).Order(StringComparer.Ordinal)
            .Concat(ManifestOf(Pack) is { } own ? [own] : []);

    /// <summary>The manifest of a pack that was given by its path, or null.</summary>
    public static string? ManifestOf(string? pack) => pack switch
    {
        null => null,
        _ when Directory.Exists(pack) => Path.GetFullPath(Path.Combine(pack, "pack.yaml")),
        _ when File.Exists(pack) => Path.GetFullPath(pack),
        _ => null,
    };

    private static string[] Listed(string name) =>
        (Environment.GetEnvironmentVariable(name) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
