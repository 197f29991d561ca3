using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Argus.Sbom;

/// <summary>The npm packages of an image, from the lock file that they were installed by.</summary>
internal static class LockFile
{
    private const string Prefix = "node_modules/";

    /// <summary>Packages of several lock files: all that are not for development alone, or those that are named.</summary>
    /// <param name="paths">The lock files.</param>
    /// <param name="names">Packages of npm; none means all.</param>
    /// <exception cref="BomException">A file is no lock file of npm, or none holds a package that is named.</exception>
    public static IReadOnlyList<Component> ReadAll(IReadOnlyList<string> paths, IReadOnlyList<string> names)
    {
        List<Component> all = [.. paths.SelectMany(Read)];
        if (names.FirstOrDefault(name => all.TrueForAll(c => c.Name != name)) is { } missing)
            throw new BomException($"{missing} is in none of the lock files ({string.Join(", ", paths)}): give its name as it stands there, without a version.");
        return names.Count == 0 ? all : [.. all.Where(c => names.Contains(c.Name))];
    }

    /// <summary>Every package that is not for development alone.</summary>
    /// <exception cref="BomException">The file is no lock file of npm.</exception>
    public static IReadOnlyList<Component> Read(string path)
    {
        var packages = JsonFile.Object(JsonFile.Read(path)["packages"], path);
        return [.. packages.Where(p => p.Key.StartsWith(Prefix, StringComparison.Ordinal) && (bool?)p.Value!["dev"] != true).Select(p => Read(p.Key, p.Value!, Path.GetDirectoryName(path)!))];
    }

    private static Component Read(string key, JsonNode package, string folder)
    {
        string name = key[(key.LastIndexOf(Prefix, StringComparison.Ordinal) + Prefix.Length)..];
        string version = (string)package["version"]!;
        return new Component(name, version, $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}")
        {
            Sha512 = (string?)package["integrity"] is { } integrity ? JsonFile.Hex(integrity) : null,
            License = (string?)package["license"],
            Within = [.. Within(Path.Combine(folder, key, "versions.json")), .. Source(Path.Combine(folder, key, "package.json"))],
        };
    }

    // node-rdkafka brings the source of another library, and says of which version.
    private static ImmutableArray<Component> Source(string path) =>
        File.Exists(path) && (string?)JsonFile.Read(path)["librdkafka"] is { } version
            ? [new Component("librdkafka", version, $"pkg:generic/librdkafka@{version}")]
            : [];

    // Packages of prebuilt libraries say in such a file what was built into them.
    private static ImmutableArray<Component> Within(string path) =>
        File.Exists(path) && JsonFile.Read(path) is var versions
            ? [.. versions.Select(v => new Component(v.Key, (string)v.Value!, $"pkg:generic/{v.Key}@{v.Value}"))]
            : [];
}
