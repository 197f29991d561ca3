using System.Text.Json.Nodes;

namespace Argus.Sbom;

/// <summary>The .NET parts of a published program, from the <c>.deps.json</c> that lies beside it.</summary>
internal static class DepsFile
{
    private const string RuntimePack = "runtimepack.";

    /// <summary>Name and version of the program, and its parts.</summary>
    /// <param name="folder">That dotnet publish wrote.</param>
    /// <param name="licenses">What packages say of themselves.</param>
    /// <exception cref="BomException">The folder holds no published program.</exception>
    public static (string Name, string Version, IReadOnlyList<Component> Components) Read(string folder, NuGetLicenses licenses)
    {
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.deps.json") : [];
        if (files is not [var file])
            throw new BomException($"{folder} holds {files.Length} files *.deps.json, and must hold one: give the folder that dotnet publish wrote.");
        var deps = JsonFile.Read(file);
        var libraries = JsonFile.Object(deps["libraries"], file);
        var target = JsonFile.Object(deps["targets"]?[(string?)deps["runtimeTarget"]?["name"] ?? ""], file);
        string program = libraries.FirstOrDefault(l => (string?)l.Value?["type"] == "project").Key
            ?? throw new BomException($"{file} names no program: give the folder that dotnet publish wrote.");
        var components = libraries.Where(l => IsPart(l.Value)).Select(l => Read(l.Key, l.Value!, target, libraries, licenses)).ToList();
        return (program.Split('/')[0], program.Split('/')[1], components);
    }

    // Projects of our own are the program itself.
    private static bool IsPart(JsonNode? library) => (string?)library?["type"] is "package" or "runtimepack";

    private static Component Read(string key, JsonNode library, JsonObject target, JsonObject libraries, NuGetLicenses licenses)
    {
        var (name, version) = Split(key);
        var needs = (target[key]?["dependencies"] as JsonObject ?? []).Select(d => $"{d.Key}/{d.Value}").Where(libraries.ContainsKey);
        return new Component(name, version, Purl(key))
        {
            Sha512 = (string?)library["sha512"] is { Length: > 0 } hash ? JsonFile.Hex(hash) : null,
            License = licenses.Of(name, version),
            Needs = [.. needs.Where(n => IsPart(libraries[n])).Select(Purl)],
        };
    }

    private static string Purl(string key)
    {
        var (name, version) = Split(key);
        return $"pkg:nuget/{name}@{version}";
    }

    private static (string Name, string Version) Split(string key)
    {
        string name = key.Split('/')[0];
        return (name.StartsWith(RuntimePack, StringComparison.Ordinal) ? name[RuntimePack.Length..] : name, key.Split('/')[1]);
    }
}
