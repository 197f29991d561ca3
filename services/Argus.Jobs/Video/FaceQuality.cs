using Argus.Contracts.Faces;

namespace Argus.Jobs.Video;

/// <summary>How well a face is seen: the frame with the most stands for its track.</summary>
internal static class FaceQuality
{
    // What recognizers look at: more pixels tell them no more.
    private const double Side = 112;
    private const double Least = 0.1;

    /// <summary>Score of the detector, times size (geometric mean of the sides, 1 from 112 pixels on), times frontality; 0 to 1.</summary>
    public static double Of(FaceBody face)
    {
        double width = Math.Max(0, face.Bbox[2] - face.Bbox[0]), height = Math.Max(0, face.Bbox[3] - face.Bbox[1]);
        return Math.Clamp(face.DetScore, 0, 1) * Math.Min(1, Math.Sqrt(width * height) / Side) * Frontality(face.Landmarks);
    }

    /// <summary>1 where the nose is midway between the eyes, along the line through both so that a tilted head costs nothing; 0.1 where it is below an eye, as in profile, or further. 1 without landmarks.</summary>
    public static double Frontality(float[][]? landmarks)
    {
        if (landmarks is not { Length: >= 3 })
            return 1;
        var (left, right, nose) = (landmarks[0], landmarks[1], landmarks[2]);
        double x = right[0] - left[0], y = right[1] - left[1];
        double squared = (x * x) + (y * y);
        if (!(squared > 0))
            return Least;
        double along = (((nose[0] - ((left[0] + right[0]) / 2d)) * x) + ((nose[1] - ((left[1] + right[1]) / 2d)) * y)) / squared;
        return Math.Max(Least, 1 - (2 * Math.Abs(along)));
    }
}
