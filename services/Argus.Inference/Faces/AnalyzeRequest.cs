namespace Argus.Inference.Faces;

/// <summary>What a caller wants to know about a picture.</summary>
public sealed record AnalyzeRequest
{
    /// <summary>Everything the pack can tell.</summary>
    public static AnalyzeRequest All { get; } = new();

    /// <summary>Keep at most this many faces, the largest first; 0 keeps all.</summary>
    public int MaxFaces { get; init; }

    /// <summary>Drop faces whose shorter side is below this many pixels of the upright picture.</summary>
    public int MinSize { get; init; }

    /// <summary>Score threshold (0 to 1), or null for the pack's.</summary>
    public float? Threshold { get; init; }

    /// <summary>Whether vectors are wanted.</summary>
    public bool Embedding { get; init; } = true;

    /// <summary>Whether age and gender are wanted.</summary>
    public bool Attributes { get; init; } = true;
}

/// <summary>What was found in a picture.</summary>
/// <param name="Faces">By falling score.</param>
/// <param name="Width">Width of the upright picture at full resolution.</param>
/// <param name="Height">Height of the upright picture at full resolution.</param>
/// <param name="Orientation">EXIF orientation found, 1 to 8.</param>
/// <param name="Times">Where the time went.</param>
public sealed record FaceAnalysis(IReadOnlyList<Face> Faces, int Width, int Height, int Orientation, StageTimes Times)
{
    /// <summary>Faces that the detector found, before any was dropped for its size or for being one too many.</summary>
    public int Found { get; init; }
}

/// <summary>Time spent in each stage of one picture.</summary>
public readonly record struct StageTimes(TimeSpan Decode, TimeSpan Preprocess, TimeSpan Infer, TimeSpan Postprocess);
