namespace Argus.Inference.Imaging;

/// <summary>CMYK to RGB without a colour profile: each channel is (255 - ink) x (255 - black) / 255, rounded.</summary>
internal static unsafe class Cmyk
{
    /// <summary>Inks as Adobe writes them into JPEG: 255 is none.</summary>
    public static void InvertedToRgb(byte* inks, byte* rgb, long pixels)
    {
        for (long i = 0; i < pixels; i++, inks += 4, rgb += 3)
            Write(rgb, inks[0], inks[1], inks[2], inks[3]);
    }

    /// <summary>Writes one pixel from what the inks leave of each colour (255 minus the ink).</summary>
    public static void Write(byte* rgb, int red, int green, int blue, int light) =>
        (rgb[0], rgb[1], rgb[2]) = (Product(red, light), Product(green, light), Product(blue, light));

    private static byte Product(int a, int b)
    {
        int value = a * b + 128;
        return (byte)((value + (value >> 8)) >> 8);
    }
}
