namespace Argus.Inference.Tests.Imaging;

/// <summary>RGB pixels to encode and find again.</summary>
internal static class TestPixels
{
    /// <summary>Noise: every pixel differs.</summary>
    public static byte[] Noise(int width, int height, int seed = 1)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }

    /// <summary>A slope of colours, which every codec takes well.</summary>
    public static byte[] Slope(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = 3 * (y * width + x);
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)(x * 255 / width), (byte)(y * 255 / height), (byte)((x + y) * 255 / (width + height)));
            }
        }

        return pixels;
    }

    /// <summary>Applies an EXIF orientation pixel by pixel, by the definition in the standard.</summary>
    public static byte[] Turn(byte[] stored, int width, int height, int orientation)
    {
        int w = orientation >= 5 ? height : width, h = orientation >= 5 ? width : height;
        byte[] upright = new byte[stored.Length];
        for (int y = 0; y < h; y++)
        {
            for (int x = 0; x < w; x++)
            {
                var (sx, sy) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    8 => (width - 1 - y, x),
                    _ => (x, y),
                };
                stored.AsSpan(3 * (sy * width + sx), 3).CopyTo(upright.AsSpan(3 * (y * w + x)));
            }
        }

        return upright;
    }
}
