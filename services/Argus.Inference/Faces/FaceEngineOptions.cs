using Argus.Inference.Imaging;
using Argus.Inference.Sessions;

namespace Argus.Inference.Faces;

/// <summary>How a pack is run.</summary>
public sealed record FaceEngineOptions
{
    /// <summary>Side of the detector's canvas in pixels, a multiple of 32. Higher finds smaller faces and is slower; default 640 (DET_SIZE).</summary>
    public int DetectorSize { get; init; } = 640;

    /// <summary>Fast, or the reference arithmetic at the reference shapes; default fast.</summary>
    public EngineProfile Profile { get; init; } = EngineProfile.Fast;

    /// <summary>Whether a second, 128-pixel pass looks for faces that fill the picture; default when the main pass saw no large face.</summary>
    public BigFacePass BigFaces { get; init; } = BigFacePass.Auto;

    /// <summary>Whether a further pass at twice the detector's size looks for small faces in large pictures. Costs four times the main pass; default never.</summary>
    public SmallFacePass SmallFaces { get; init; } = SmallFacePass.Never;

    /// <summary>Where graphs run.</summary>
    public HardwareOptions Hardware { get; init; } = new();

    /// <summary>Bounds on pictures.</summary>
    public ImageLimits Limits { get; init; } = new();
}

/// <summary>Which arithmetic is used.</summary>
public enum EngineProfile
{
    /// <summary>Free shapes and scaled decode where no kept face suffers.</summary>
    Fast,

    /// <summary>Square canvas and full decode, as the reference.</summary>
    Exact,
}

/// <summary>When the 128-pixel pass runs.</summary>
public enum BigFacePass
{
    /// <summary>When the main pass saw no large face.</summary>
    Auto,

    /// <summary>For every picture.</summary>
    Always,

    /// <summary>For none.</summary>
    Never,
}

/// <summary>When the pass at twice the detector's size runs.</summary>
public enum SmallFacePass
{
    /// <summary>For no picture.</summary>
    Never,

    /// <summary>For every picture larger than the detector's size.</summary>
    Always,
}
