using Argus.SelfTest.Drawing;

namespace Argus.SelfTest.Graphs;

/// <summary>
/// What the detector's masks see of a drawn face, measured on the drawing itself; lengths in parts of the height of the face.
/// </summary>
/// <param name="Area">Area of the skin mask, in squared heights.</param>
/// <param name="X">Centroid of the skin mask, from the middle of the face.</param>
/// <param name="Y">As X, downwards.</param>
/// <param name="Spread">Variance of the skin mask about its centroid, both axes added, in parts of <paramref name="Area"/>.</param>
/// <param name="Ink">Area of the ink mask in parts of <paramref name="Area"/>.</param>
internal sealed record FaceMeasure(double Area, double X, double Y, double Spread, double Ink)
{
    /// <summary>Sum of the channels' distances up to which a pixel counts in full; it counts nothing from three times that.</summary>
    public const double Tolerance = 30;

    private const int Height = 400;

    public static FaceMeasure Of(FaceLook look)
    {
        var canvas = new Canvas(Height * 3 / 2, Height * 3 / 2, new Rgb(190, 225, 245));
        var face = new DrawnFace(canvas.Width / 2.0, canvas.Height / 2.0, Height, look);
        face.Draw(canvas);
        double m = 0, mx = 0, my = 0, mr = 0, ink = 0;
        for (int row = 0; row < canvas.Height; row++)
        {
            for (int column = 0; column < canvas.Width; column++)
            {
                double skin = Mask(canvas[column, row], DrawnFace.Skin);
                double x = (column + 0.5 - face.X) / Height, y = (row + 0.5 - face.Y) / Height;
                m += skin;
                mx += skin * x;
                my += skin * y;
                mr += skin * (x * x + y * y);
                ink += Mask(canvas[column, row], DrawnFace.Ink);
            }
        }

        double area = m / (Height * Height);
        double cx = mx / m, cy = my / m;
        return new FaceMeasure(area, cx, cy, (mr / m - cx * cx - cy * cy) / area, ink / m);
    }

    private static double Mask(Rgb color, Rgb wanted) => Math.Clamp(1.5 - color.DistanceTo(wanted) / (2 * Tolerance), 0, 1);
}
