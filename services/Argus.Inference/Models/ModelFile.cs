using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>One file of a pack: where it comes from, how it is recognised, and what it does.</summary>
public sealed record ModelFile
{
    /// <summary>File name, without folders.</summary>
    public required string Name { get; init; }

    /// <summary>What it does in the pipeline.</summary>
    public required ModelRole Role { get; init; }

    /// <summary>Size in bytes; 0 where the pack does not say.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the content, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Addresses of the file itself, tried in order.</summary>
    public ImmutableArray<Uri> Urls { get; init; } = [];

    /// <summary>An archive that holds the file, for packs published as one zip.</summary>
    public ModelArchive? Archive { get; init; }

    /// <summary>Licence of this file where it differs from the pack's.</summary>
    public ModelLicense? License { get; init; }

    /// <summary>A file that may be left out (licence not accepted, or not to be had): the pipeline then runs without that role, and says so.</summary>
    public bool Optional { get; init; }

    /// <summary>What the graph expects.</summary>
    public InputContract Input { get; init; } = new();

    /// <summary>What the graph answers.</summary>
    public required OutputContract Output { get; init; }
}

/// <summary>A zip that holds a model file.</summary>
/// <param name="Url">Where the zip is.</param>
/// <param name="Bytes">Size of the zip, or 0 where unknown.</param>
/// <param name="Sha256">SHA-256 of the zip, 64 lower-case hex digits, or null where unknown (the file's own hash is always checked).</param>
/// <param name="Member">Path of the file inside the zip, with forward slashes.</param>
public sealed record ModelArchive(Uri Url, long Bytes, string? Sha256, string Member);

/// <summary>The terms weights come under.</summary>
/// <param name="Id">SPDX id, or a name of its own such as <c>insightface-non-commercial</c>; what <c>acceptLicense</c> must equal.</param>
/// <param name="CommercialUse">Whether commercial use is allowed.</param>
/// <param name="MustAccept">Whether the files are refused until the licence is accepted by its id.</param>
/// <param name="Url">Where the terms can be read.</param>
public sealed record ModelLicense(string Id, bool CommercialUse, bool MustAccept, Uri? Url);
