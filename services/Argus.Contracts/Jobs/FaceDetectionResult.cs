using System.Text.Json.Serialization;

namespace Argus.Contracts.Jobs;

/// <summary>Result of a job <see cref="JobTasks.FaceDetection"/>.</summary>
public sealed record FaceDetectionResult
{
    /// <summary>By falling confidence; empty where there is no face.</summary>
    public required IReadOnlyList<JobFace> Faces { get; init; }

    /// <summary>How many faces there are.</summary>
    public required int FaceCount { get; init; }

    /// <summary>Answers compare only within one digest; left out where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelDigest { get; init; }
}

/// <summary>One face of a job's result.</summary>
public sealed record JobFace
{
    /// <summary>Its place in the list, from 0.</summary>
    public required int FaceIndex { get; init; }

    /// <summary>Where it is in the upright picture.</summary>
    public required JobBox Bbox { get; init; }

    /// <summary>Left eye, right eye, nose, left and right mouth corner as seen in the picture: five of x, y in pixels; null where the detector gives none.</summary>
    public double[][]? Landmarks { get; init; }

    /// <summary>Detector's confidence, 0 to 1.</summary>
    public required double Confidence { get; init; }
}

/// <summary>A box in pixels.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">To the right.</param>
/// <param name="Height">Downwards.</param>
public sealed record JobBox(double X, double Y, double Width, double Height);
