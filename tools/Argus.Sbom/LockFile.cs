using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Argus.Sbom;

/// <summary>The npm packages of an image, from the lock file that they were installed by.</summary>
internal static class LockFile
{
    private const string Prefix = "node_modules/";

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
            Within = Within(Path.Combine(folder, key, "versions.json")),
        };
    }

    // Packages of prebuilt libraries say in such a file what was built into them.
    private static ImmutableArray<Component> Within(string path) =>
        File.Exists(path) && JsonFile.Read(path) is var versions
            ? [.. versions.Select(v => new Component(v.Key, (string)v.Value!, $"pkg:generic/{v.Key}@{v.Value}"))]
            : [];
}
