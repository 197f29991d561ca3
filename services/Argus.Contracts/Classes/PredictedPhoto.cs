using System.Text.Json.Serialization;

namespace Argus.Contracts.Classes;

/// <summary>What became of one photo of a prediction.</summary>
public sealed record PredictedPhoto
{
    /// <summary>Its place in the request, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Faces that it shows. Of several the largest is taken.</summary>
    public required int FaceCount { get; init; }

    /// <summary>The face that was taken: x1, y1, x2, y2 in pixels of the upright picture; null where there is none.</summary>
    public float[]? Bbox { get; init; }

    /// <summary>Detector's confidence in that face, 0 to 1.</summary>
    public float? DetScore { get; init; }

    /// <summary>Its part in the answer, 0 to 1; of all photos together 1.</summary>
    public required double Weight { get; init; }

    /// <summary>The status code that it would have got alone; left out where it was used.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Status { get; init; }

    /// <summary>Why it was not used, or that one face of several was taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }
}
