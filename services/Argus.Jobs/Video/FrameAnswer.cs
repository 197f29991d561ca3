using Argus.Contracts.Faces;
using Argus.Jobs.Http;

namespace Argus.Jobs.Video;

/// <summary>What came of one frame: one of the three is there.</summary>
/// <param name="Note">What FFmpeg says of it.</param>
/// <param name="Faces">What the model found.</param>
/// <param name="Skipped">Why the frame cannot be used.</param>
/// <param name="Fault">Why the model does not answer.</param>
internal sealed record FrameAnswer(FrameNote Note, DetectResponse? Faces, string? Skipped, Fault? Fault)
{
    /// <summary>Cosine from which the model counts two vectors as one person's; null where it states none.</summary>
    public float? Threshold { get; init; }
}
