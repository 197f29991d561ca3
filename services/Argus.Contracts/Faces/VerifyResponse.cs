using System.Text.Json.Serialization;

namespace Argus.Contracts.Faces;

/// <summary>Answer of <c>POST /verify</c>: whether the largest faces of two pictures are one person's.</summary>
public sealed record VerifyResponse
{
    /// <summary>Cosine of the two vectors, -1 to 1.</summary>
    public required float Similarity { get; init; }

    /// <summary>Whether <see cref="Similarity"/> reaches <see cref="Threshold"/>.</summary>
    public required bool Verified { get; init; }

    /// <summary>The threshold that was used: the caller's, or the one that belongs to this digest.</summary>
    public required float Threshold { get; init; }

    /// <summary>The face taken from the first picture.</summary>
    public required VerifiedFace Face1 { get; init; }

    /// <summary>The face taken from the second picture.</summary>
    public required VerifiedFace Face2 { get; init; }

    /// <summary>Milliseconds from the first byte of work to the answer, waiting included.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>A threshold belongs to one digest.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}

/// <summary>A face that was compared.</summary>
/// <param name="Bbox">x1, y1, x2, y2 in pixels of the upright picture.</param>
/// <param name="DetScore">Detector's confidence, 0 to 1.</param>
public sealed record VerifiedFace(float[] Bbox, float DetScore);
