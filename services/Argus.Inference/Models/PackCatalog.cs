using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>The packs that ship with the program: <c>models/NAME/pack.yaml</c>.</summary>
public sealed class PackCatalog(string folder)
{
    /// <summary>The default pack.</summary>
    public const string DefaultPack = "yunet-mobilefacenet";

    /// <summary>The catalog beside the program.</summary>
    public static PackCatalog Shipped { get; } = new(Path.Combine(AppContext.BaseDirectory, "models"));

    /// <summary>Names of the packs, sorted.</summary>
    public ImmutableArray<string> Names { get; } = !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Where(d => File.Exists(Path.Combine(d, "pack.yaml"))).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    /// <summary>Reads a pack by its name, or by the path of a manifest or of the folder it lies in.</summary>
    /// <param name="nameOrPath">A name of <see cref="Names"/>; anything else is taken as a path.</param>
    public PackManifestResult Read(string nameOrPath)
    {
        if (Names.Contains(nameOrPath))
            return PackManifest.ReadFile(Path.Combine(folder, nameOrPath, "pack.yaml"));
        if (Directory.Exists(nameOrPath))
            return PackManifest.ReadFile(Path.Combine(nameOrPath, "pack.yaml"));
        return File.Exists(nameOrPath)
            ? PackManifest.ReadFile(nameOrPath)
            : new PackManifestResult(null, [new Violation(nameOrPath, $"is neither a pack nor a file; packs are {string.Join(", ", Names)}.")]);
    }
}
