using System.Text.Json.Serialization;

namespace Argus.Contracts.Faces;

/// <summary>Answer of <c>POST /detect</c> with a JSON body: boxes only.</summary>
public sealed record DetectionResponse
{
    /// <summary>By falling confidence; empty where there is no face.</summary>
    public required IReadOnlyList<DetectionBody> Faces { get; init; }

    /// <summary>How many faces there are.</summary>
    public required int Count { get; init; }

    /// <summary>Milliseconds from the first byte of work to the answer, waiting included.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>Width in pixels of the upright picture.</summary>
    public required int ImageWidth { get; init; }

    /// <summary>Height in pixels of the upright picture.</summary>
    public required int ImageHeight { get; init; }

    /// <summary>EXIF orientation found in the file, 1 to 8; coordinates are in the upright picture.</summary>
    public required int Orientation { get; init; }

    /// <summary>Answers compare only within one digest.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>True where the pack is <c>selftest</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Selftest { get; init; }
}

/// <summary>One face that was found.</summary>
public sealed record DetectionBody
{
    /// <summary>x1, y1, x2, y2 in pixels.</summary>
    public required float[] Bbox { get; init; }

    /// <summary>Detector's confidence, 0 to 1; left out with <c>return_confidence: false</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Confidence { get; init; }

    /// <summary>Left eye, right eye, nose, left and right mouth corner as seen in the picture: five of x, y in pixels; left out where not asked for or not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[][]? Landmarks { get; init; }
}
