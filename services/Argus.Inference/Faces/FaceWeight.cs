namespace Argus.Inference.Faces;

/// <summary>How much a face may say where several photos of one person are combined.</summary>
public static class FaceWeight
{
    // A photo that was usable at all is never worth nothing.
    private const double Least = 0.05;
    private const double FullSide = 80;

    /// <summary>
    /// Weight of a face: the parts of InsightFace Server's quality that need no second look at the pixels, with its factors:
    /// <c>(0.35 score + 0.15 min(1, shorter side / 80) + 0.10 frontal) / 0.60</c>.
    /// </summary>
    /// <returns>0.05 to 1.</returns>
    public static double Of(Face face)
    {
        double size = Math.Clamp(Math.Min(face.Box.Width, face.Box.Height) / FullSide, 0, 1);
        double pose = face.Landmarks is { } points ? Frontal(points) : 1;
        double weight = ((0.35 * Math.Clamp(face.Score, 0, 1)) + (0.15 * size) + (0.10 * pose)) / 0.60;
        return double.IsFinite(weight) ? Math.Max(Least, weight) : Least;
    }

    /// <summary>1 where the nose is midway between the eyes, 0 where it is at an eye or beyond, as in a profile; turning the picture changes nothing.</summary>
    public static double Frontal(in Landmarks points)
    {
        double x = points.RightEye.X - points.LeftEye.X, y = points.RightEye.Y - points.LeftEye.Y;
        double square = (x * x) + (y * y);
        if (!(square > 1e-6))
            return 0;
        double along = (((points.Nose.X - points.LeftEye.X) * x) + ((points.Nose.Y - points.LeftEye.Y) * y)) / square;
        return Math.Clamp(1 - (2 * Math.Abs(along - 0.5)), 0, 1);
    }
}
