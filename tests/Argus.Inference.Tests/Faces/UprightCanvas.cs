using Argus.Inference.Tests.Imaging;
using Argus.SelfTest.Drawing;

namespace Argus.Inference.Tests.Faces;

/// <summary>Files of a drawn picture as cameras store it.</summary>
internal static class UprightCanvas
{
    /// <summary>A plain picture with faces.</summary>
    public static Canvas With(int width, int height, params ReadOnlySpan<DrawnFace> faces)
    {
        var canvas = new Canvas(width, height, new Rgb(150, 190, 205));
        foreach (var face in faces)
            face.Draw(canvas);
        return canvas;
    }

    /// <summary>A JPEG without loss of colour resolution.</summary>
    public static byte[] ToJpeg(this Canvas canvas) => TestJpeg.Encode(canvas.Pixels, canvas.Width, canvas.Height);

    /// <summary>A JPEG stored turned or mirrored, with the EXIF orientation (1 to 8) that makes it upright again.</summary>
    public static byte[] ToJpeg(this Canvas upright, int orientation)
    {
        var (w, h) = (upright.Width, upright.Height);
        var (width, height) = orientation >= 5 ? (h, w) : (w, h);
        byte[] stored = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var (column, row) = orientation switch
                {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (w - 1 - y, x),
                    7 => (w - 1 - y, h - 1 - x),
                    8 => (y, h - 1 - x),
                    _ => (x, y),
                };
                upright.Pixels.AsSpan(3 * (row * w + column), 3).CopyTo(stored.AsSpan(3 * (y * width + x)));
            }
        }

        return TestJpeg.WithOrientation(TestJpeg.Encode(stored, width, height), orientation);
    }
}
