using Argus.Inference.Faces;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Classes;

/// <summary>What was seen in a photo.</summary>
/// <param name="Face">The largest face, with its vector; null where <paramref name="Refusal"/> says why there is none.</param>
/// <param name="Found">Faces in the photo.</param>
/// <param name="Refusal">What the photo would have got alone.</param>
internal sealed record Look(Face? Face, int Found, Refusal? Refusal)
{
    /// <summary>Its weight beside other photos; 0 without a face.</summary>
    public double Weight { get; } = Face is null ? 0 : FaceWeight.Of(Face);

    /// <summary>What the caller should know of it; null where all is plain.</summary>
    public string? Detail => Refusal?.Detail ?? (Found > 1 ? $"It shows {Found} faces; the largest was taken." : null);
}
