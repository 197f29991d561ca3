using System.Text.Json.Serialization;

namespace Argus.Contracts.Faces;

/// <summary>Answer of <c>POST /detect</c> and <c>POST /extract-embedding</c>.</summary>
public sealed record DetectResponse
{
    /// <summary>By falling score; empty where there is no face.</summary>
    public required IReadOnlyList<FaceBody> Faces { get; init; }

    /// <summary>Milliseconds from the first byte of work to the answer, waiting included.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>Width in pixels of the upright picture.</summary>
    public required int ImageWidth { get; init; }

    /// <summary>Height in pixels of the upright picture.</summary>
    public required int ImageHeight { get; init; }

    /// <summary>EXIF orientation found in the file, 1 to 8; coordinates are in the upright picture.</summary>
    public required int Orientation { get; init; }

    /// <summary>Vectors compare only within one digest.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>: the answer proves the wiring and says nothing about real faces.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}

/// <summary>One face.</summary>
public sealed record FaceBody
{
    /// <summary>x1, y1, x2, y2 in pixels.</summary>
    public required float[] Bbox { get; init; }

    /// <summary>Vector of unit length; null with <c>embedding=false</c> or without a recognizer.</summary>
    public float[]? Embedding { get; init; }

    /// <summary>Detector's confidence, 0 to 1.</summary>
    public required float DetScore { get; init; }

    /// <summary>Estimated age in years, or null.</summary>
    public int? Age { get; init; }

    /// <summary><c>M</c>, <c>F</c>, or null.</summary>
    public string? Gender { get; init; }

    /// <summary>Left eye, right eye, nose, left and right mouth corner as seen in the picture: five of x, y in pixels; null where the detector gives none.</summary>
    public float[][]? Landmarks { get; init; }

    /// <summary>True where the vector comes from a box crop because the detector gives no landmarks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unaligned { get; init; }
}
