using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>How libvips hands out the pixels of an image, and their way to RGB.</summary>
/// <param name="Bands">Samples a pixel, alpha included.</param>
/// <param name="SampleBytes">1, or 2 for 16 bits, of which the upper 8 are taken.</param>
/// <param name="Color">What the samples mean.</param>
internal readonly unsafe record struct VipsPixels(int Bands, int SampleBytes, VipsColor Color)
{
    /// <summary>Bytes of one pixel.</summary>
    public int Bytes => Bands * SampleBytes;

    /// <summary>The kind of an image, or null where it is none that is read here.</summary>
    public static VipsPixels? Of(nint image)
    {
        int bands = LibVips.Bands(image);
        // VipsBandFormat: unsigned 8 and 16 bits.
        int sampleBytes = LibVips.BandFormat(image) switch { 0 => 1, 2 => 2, _ => 0 };
        // VipsInterpretation: B_W, GREY16; RGB, sRGB, RGB16; CMYK.
        VipsColor? color = LibVips.Interpretation(image) switch
        {
            1 or 26 when bands is 1 or 2 => VipsColor.Grey,
            17 or 22 or 25 when bands is 3 or 4 => VipsColor.Rgb,
            15 when bands is 4 or 5 => VipsColor.Cmyk,
            _ => null,
        };
        return sampleBytes != 0 && color is { } known ? new VipsPixels(bands, sampleBytes, known) : null;
    }

    /// <summary>Writes <paramref name="count"/> pixels as RGB.</summary>
    public void ToRgb(byte* from, byte* to, int count)
    {
        if (this is { Bytes: 3, Color: VipsColor.Rgb })
        {
            NativeMemory.Copy(from, to, (nuint)(3L * count));
            return;
        }

        // Samples are little-endian here: the upper byte is the last one.
        byte* sample = from + SampleBytes - 1;
        int g = Color == VipsColor.Grey ? 0 : SampleBytes, b = 2 * g, k = 3 * SampleBytes, step = Bytes;
        if (Color == VipsColor.Cmyk)
        {
            for (int i = 0; i < count; i++, sample += step, to += 3)
                Cmyk.Write(to, 255 - sample[0], 255 - sample[g], 255 - sample[b], 255 - sample[k]);
            return;
        }

        for (int i = 0; i < count; i++, sample += step, to += 3)
            (to[0], to[1], to[2]) = (sample[0], sample[g], sample[b]);
    }
}

/// <summary>What samples mean.</summary>
internal enum VipsColor
{
    Grey,
    Rgb,
    Cmyk,
}
