using Argus.Inference.Imaging;

namespace Argus.Inference.Faces;

/// <summary>From five landmarks to the 112 x 112 crop that ArcFace's family was trained on.</summary>
internal static class FaceAlignment
{
    // The ArcFace template (insightface face_align.py), for a crop of 112 pixels.
    private static readonly (double X, double Y)[] Template =
        [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)];

    /// <summary>Part of the contract digest: another value means vectors that do not compare.</summary>
    public const string Version = "arcface-112-v1";

    /// <summary>Least-squares similarity with scale (Umeyama 1991, closed form in two dimensions) from the picture to a crop.</summary>
    /// <param name="points">Pixels of the picture.</param>
    /// <param name="size">Side of the crop in pixels, a multiple of 112.</param>
    public static Affine ToCrop(in Landmarks points, int size)
    {
        double ratio = size / 112.0;
        double px = 0, py = 0, qx = 0, qy = 0;
        for (int i = 0; i < 5; i++)
        {
            px += points[i].X / 5.0;
            py += points[i].Y / 5.0;
            qx += Template[i].X * ratio / 5;
            qy += Template[i].Y * ratio / 5;
        }

        double a = 0, b = 0, norm = 0;
        for (int i = 0; i < 5; i++)
        {
            double x = points[i].X - px, y = points[i].Y - py;
            double u = Template[i].X * ratio - qx, v = Template[i].Y * ratio - qy;
            a += x * u + y * v;
            b += x * v - y * u;
            norm += x * x + y * y;
        }

        (a, b) = norm > 0 ? (a / norm, b / norm) : (0, 0);
        return new Affine(a, -b, qx - (a * px - b * py), b, a, qy - (b * px + a * py));
    }

    /// <summary>A square of 1.5 times the longer side of the box around its centre, not turned (insightface attribute.py).</summary>
    public static Affine BoxToCrop(in Box box, int size)
    {
        double scale = size / (1.5 * Math.Max(Math.Max(box.Width, box.Height), 1e-3));
        double cx = (box.X1 + box.X2) / 2.0, cy = (box.Y1 + box.Y2) / 2.0;
        return new Affine(scale, 0, size / 2.0 - cx * scale, 0, scale, size / 2.0 - cy * scale);
    }
}
