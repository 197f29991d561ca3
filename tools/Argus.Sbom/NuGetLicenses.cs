using System.Xml;
using System.Xml.Linq;

namespace Argus.Sbom;

/// <summary>What packages say of their licences, from the folder that NuGet unpacked them to.</summary>
/// <param name="Folder">That folder.</param>
internal sealed record NuGetLicenses(string Folder)
{
    /// <summary>In a folder, else where NuGet keeps packages.</summary>
    public static NuGetLicenses Below(string? folder) => new(
        folder
        ?? Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    /// <summary>An SPDX expression, or null where the package is not there or names none.</summary>
    public string? Of(string name, string version)
    {
        string id = name.ToLowerInvariant();
        string path = Path.Combine(Folder, id, version.ToLowerInvariant(), id + ".nuspec");
        if (!File.Exists(path))
            return null;
        try
        {
            var license = XDocument.Load(path).Descendants().FirstOrDefault(e => e.Name.LocalName == "license");
            return license?.Attribute("type")?.Value == "expression" ? license.Value : null;
        }
        catch (XmlException error)
        {
            throw new BomException($"{path} is no package manifest ({error.Message}): remove its folder, and restore again.");
        }
    }
}
