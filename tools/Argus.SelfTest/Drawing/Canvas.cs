using Argus.Inference.Imaging;

namespace Argus.SelfTest.Drawing;

/// <summary>An RGB picture to draw on, three bytes a pixel, row by row.</summary>
public sealed class Canvas
{
    // Sub-pixels a side: 64 steps of coverage, more than the eye or the graphs tell apart.
    private const int Fine = 8;

    /// <summary>A picture of one colour.</summary>
    public Canvas(int width, int height, Rgb background)
    {
        (Width, Height, Pixels) = (width, height, new byte[width * height * 3]);
        for (int i = 0; i < Pixels.Length; i += 3)
            (Pixels[i], Pixels[i + 1], Pixels[i + 2]) = (background.R, background.G, background.B);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>All rows.</summary>
    public byte[] Pixels { get; }

    /// <summary>The colour of a pixel.</summary>
    public Rgb this[int x, int y]
    {
        get
        {
            int i = (y * Width + x) * 3;
            return new Rgb(Pixels[i], Pixels[i + 1], Pixels[i + 2]);
        }
    }

    /// <summary>Fills an upright ellipse with smooth edges; what lies outside the picture is left out.</summary>
    /// <param name="x">Centre, in pixels from the left edge of the picture.</param>
    /// <param name="y">Centre, in pixels from its upper edge.</param>
    /// <param name="radiusX">Half the width, in pixels.</param>
    /// <param name="radiusY">Half the height, in pixels.</param>
    /// <param name="color">Its colour.</param>
    public void FillEllipse(double x, double y, double radiusX, double radiusY, Rgb color)
    {
        int bottom = Math.Min(Height - 1, (int)Math.Floor(y + radiusY));
        int right = Math.Min(Width - 1, (int)Math.Floor(x + radiusX));
        for (int row = Math.Max(0, (int)Math.Floor(y - radiusY)); row <= bottom; row++)
        {
            for (int column = Math.Max(0, (int)Math.Floor(x - radiusX)); column <= right; column++)
                Blend(column, row, color, Coverage(column - x, row - y, radiusX, radiusY));
        }
    }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] ToPng() => PngWriter.Encode(Pixels, Width, Height);

    private static int Coverage(double left, double top, double radiusX, double radiusY)
    {
        int inside = 0;
        for (int i = 0; i < Fine * Fine; i++)
        {
            double dx = (left + (i % Fine + 0.5) / Fine) / radiusX;
            double dy = (top + (i / Fine + 0.5) / Fine) / radiusY;
            inside += dx * dx + dy * dy <= 1 ? 1 : 0;
        }

        return inside;
    }

    private void Blend(int x, int y, Rgb color, int coverage)
    {
        int i = (y * Width + x) * 3;
        Pixels[i] = Mix(Pixels[i], color.R, coverage);
        Pixels[i + 1] = Mix(Pixels[i + 1], color.G, coverage);
        Pixels[i + 2] = Mix(Pixels[i + 2], color.B, coverage);
    }

    private static byte Mix(byte below, byte above, int coverage) =>
        (byte)((below * (Fine * Fine - coverage) + above * coverage + Fine * Fine / 2) / (Fine * Fine));
}
