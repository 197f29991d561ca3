using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.Sbom;

/// <summary>A bill of materials, CycloneDX 1.6. The same parts give the same bytes: it holds neither time nor random number.</summary>
internal static class Bom
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the bill of a published program.</summary>
    /// <param name="publish">Folder that dotnet publish wrote.</param>
    /// <param name="npm">Packages of npm that are in the image too.</param>
    /// <param name="licenses">What NuGet packages say of themselves.</param>
    /// <param name="output">File to write.</param>
    /// <exception cref="BomException">A file is not what it should be.</exception>
    public static void Write(string publish, IReadOnlyList<Component> npm, NuGetLicenses licenses, string output)
    {
        var (name, version, components) = DepsFile.Read(publish, licenses);
        var all = components.Concat(npm).DistinctBy(c => c.Purl).OrderBy(c => c.Purl, StringComparer.Ordinal).ToList();
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        File.WriteAllText(output, Render(name, version, all).ToJsonString(Indented) + "\n");
    }

    private static JsonObject Render(string name, string version, IReadOnlyList<Component> components)
    {
        string program = $"pkg:generic/{name}@{version}";
        return new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = program, ["name"] = name, ["version"] = version, ["purl"] = program },
            },
            ["components"] = new JsonArray([.. components.Select(Render)]),
            ["dependencies"] = new JsonArray([Edges(program, components.Select(c => c.Purl)), .. components.Select(c => Edges(c.Purl, c.Needs))]),
        };
    }

    private static JsonObject Render(Component component)
    {
        var rendered = new JsonObject { ["type"] = "library", ["bom-ref"] = component.Purl, ["name"] = component.Name, ["version"] = component.Version, ["purl"] = component.Purl };
        if (component.Sha512 is { } hash)
            rendered["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = hash });
        if (component.License is { } license)
            rendered["licenses"] = new JsonArray(new JsonObject { ["expression"] = license });
        if (!component.Within.IsEmpty)
            rendered["components"] = new JsonArray([.. component.Within.Select(Render)]);
        return rendered;
    }

    private static JsonObject Edges(string from, IEnumerable<string> to) => new()
    {
        ["ref"] = from,
        ["dependsOn"] = new JsonArray([.. to.Order(StringComparer.Ordinal).Select(t => (JsonNode?)t)]),
    };
}
