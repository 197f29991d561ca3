using System.Collections.Immutable;

namespace Argus.Sbom;

/// <summary>A part of a program that came from elsewhere.</summary>
/// <param name="Name">As its registry names it.</param>
/// <param name="Version">Of the part.</param>
/// <param name="Purl">Package URL: what scanners look it up by.</param>
internal sealed record Component(string Name, string Version, string Purl)
{
    /// <summary>SHA-512 of the package as it was fetched, in hex; null where nobody tells.</summary>
    public string? Sha512 { get; init; }

    /// <summary>SPDX expression of its licence; null where it has none that can be read.</summary>
    public string? License { get; init; }

    /// <summary>Package URLs of what it needs.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Libraries that are built into it.</summary>
    public ImmutableArray<Component> Within { get; init; } = [];
}
