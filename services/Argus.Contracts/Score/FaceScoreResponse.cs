using System.Text.Json.Serialization;

namespace Argus.Contracts.Score;

/// <summary>Answer of a model server's <c>POST /score</c>: what its head says of the largest face.</summary>
public sealed record FaceScoreResponse
{
    /// <summary>0 to 100, as the head was made to tell it. It says how a face compares with those that the head was made from, and nothing else of anybody.</summary>
    public required double Score { get; init; }

    /// <summary>Faces in the photo; the largest was taken.</summary>
    public required int FaceCount { get; init; }

    /// <summary>That face: x1, y1, x2, y2 in pixels of the upright picture.</summary>
    public required float[] Bbox { get; init; }

    /// <summary>Detector's confidence in it, 0 to 1.</summary>
    public required float DetScore { get; init; }

    /// <summary>Milliseconds from the first byte of work to the answer, waiting included.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>The model that made the vector.</summary>
    public required string ModelDigest { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the head's file: scores of two heads do not compare.</summary>
    public required string HeadDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}
