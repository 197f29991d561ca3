namespace Argus.SelfTest.Drawing;

/// <summary>A friendly face seen from the front.</summary>
/// <param name="X">Middle of the face, in pixels.</param>
/// <param name="Y">Middle of the face between top of the head and chin, in pixels.</param>
/// <param name="Height">From the top of the head to the chin, in pixels; the detector knows 24 to 280 on its canvas.</param>
/// <param name="Look">What makes it differ from others.</param>
public sealed record DrawnFace(double X, double Y, double Height, FaceLook Look)
{
    /// <summary>Width in parts of the height.</summary>
    public const double Aspect = 0.8;

    internal static readonly Rgb Skin = new(255, 215, 70);
    internal static readonly Rgb Ink = new(70, 30, 140);
    private static readonly Rgb White = new(255, 255, 255);
    private static readonly Rgb NoseTone = new(235, 165, 60);

    /// <summary>x1, y1, x2, y2 in pixels.</summary>
    public float[] Box =>
        [(float)(X - Aspect / 2 * Height), (float)(Y - Height / 2), (float)(X + Aspect / 2 * Height), (float)(Y + Height / 2)];

    /// <summary>Left eye, right eye, nose, left and right mouth corner as seen in the picture: five of x, y in pixels.</summary>
    public float[][] Landmarks =>
    [
        At(-Look.EyeSpread, -0.08), At(Look.EyeSpread, -0.08), At(0, 0.09), At(-Look.MouthSpread, 0.255), At(Look.MouthSpread, 0.255),
    ];

    /// <summary>Draws it.</summary>
    public void Draw(Canvas canvas)
    {
        void Ellipse(double x, double y, double radiusX, double radiusY, Rgb color) =>
            canvas.FillEllipse(X + x * Height, Y + y * Height, radiusX * Height, radiusY * Height, color);

        Ellipse(0, -0.10, 0.48, 0.50, Look.Hair);
        Ellipse(0, 0, Aspect / 2, 0.5, Skin);
        Ellipse(0, -0.42, 0.34, Look.Fringe, Look.Hair);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double eye = side * Look.EyeSpread;
            Ellipse(eye, -0.08, 0.075, 0.065, White);
            Ellipse(eye, -0.08, 0.045, 0.045, Ink);
            Ellipse(eye + 0.015, -0.095, 0.012, 0.012, White);
            Ellipse(eye, -0.185, 0.08, 0.018, Look.Hair);
            Ellipse(side * 0.25, 0.12, 0.06, 0.045, Look.Cheeks);
        }

        // A smile is the part of the dark ellipse that the bright one leaves.
        Ellipse(0, 0.25, Look.MouthSpread + 0.005, 0.11, Ink);
        Ellipse(0, 0.20, Look.MouthSpread + 0.025, 0.10, Skin);
        Ellipse(0, 0.08, 0.035, 0.055, NoseTone);
    }

    private float[] At(double x, double y) => [(float)(X + x * Height), (float)(Y + y * Height)];
}
