using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>What became of a pack.</summary>
/// <param name="Pack">The pack with all its files verified; null if there is any fault.</param>
/// <param name="Faults">Why it cannot be used, one sentence a file.</param>
/// <param name="LeftOut">Why optional files are missing; the pack works without them.</param>
/// <param name="Searched">The folders that were searched.</param>
public sealed record PackResolution(ResolvedPack? Pack, ImmutableArray<PackFault> Faults, ImmutableArray<PackFault> LeftOut, ImmutableArray<string> Searched)
{
    /// <summary>Every fault on a line of its own, then, where files are missing, where they were looked for and what to do; empty without a fault.</summary>
    public string Explanation
    {
        get
        {
            var lines = Faults.Select(f => f.Message);
            if (Faults.Any(f => f.Kind is PackFaultKind.NotFound or PackFaultKind.WrongBytes or PackFaultKind.DownloadFailed))
                lines = lines.Append($"Searched: {string.Join(", ", Searched)}. Put what is missing, under any name, into one of them, or name its folder in ARGUS_MODEL_PATH.");
            return string.Join(Environment.NewLine, lines);
        }
    }
}

/// <summary>Why a file cannot be used.</summary>
/// <param name="Kind">What to react to.</param>
/// <param name="File">Name of the file in the manifest.</param>
/// <param name="Message">Sentences that say what was tried and what to do.</param>
public sealed record PackFault(PackFaultKind Kind, string File, string Message);

/// <summary>Kinds of <see cref="PackFault"/>.</summary>
public enum PackFaultKind
{
    /// <summary>The licence must be accepted by its id first.</summary>
    LicenseNotAccepted,

    /// <summary>The file lies in no folder and has no address.</summary>
    NotFound,

    /// <summary>A file of that name is there, but its bytes are not those of the pack, and it could not be replaced.</summary>
    WrongBytes,

    /// <summary>No address gave the file.</summary>
    DownloadFailed,

    /// <summary>The cache folder cannot be written or is full.</summary>
    CacheUnusable,
}
