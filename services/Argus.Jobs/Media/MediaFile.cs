namespace Argus.Jobs.Media;

/// <summary>What a media store answered: the file, or why there is none.</summary>
internal sealed record MediaFile
{
    private MediaFile()
    {
    }

    /// <summary>The file; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; private init; }

    /// <summary>Why there is none, as a sentence; null where there is one.</summary>
    public string? Fault { get; private init; }

    /// <summary>Whether another try may help.</summary>
    public bool MayHeal { get; private init; }

    /// <summary>How long the store asked to be left alone; null where it said nothing.</summary>
    public TimeSpan? After { get; private init; }

    /// <summary>There it is.</summary>
    public static MediaFile Of(ReadOnlyMemory<byte> bytes) => new() { Bytes = bytes };

    /// <summary>There is none, and there will be none: unknown, empty, too large.</summary>
    public static MediaFile Missing(string why) => new() { Fault = why };

    /// <summary>Not now: the store is away, hangs or fails.</summary>
    public static MediaFile Later(string why, TimeSpan? after = null) => new() { Fault = why, MayHeal = true, After = after };
}
