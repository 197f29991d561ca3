using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>JPEG by libjpeg-turbo: slow integer DCT and fancy upsampling, at full size or a half, a quarter, an eighth of it.</summary>
internal static unsafe class JpegDecoder
{
    // Every scan of a progressive JPEG walks all coefficients. Encoders write about ten; hundreds are an attack on the processor.
    private const int MostScans = 100;
    // The library offers all eighths, but has vector code for these alone: 3/8 takes as long as the full size, 5/8 to 7/8 twice as long.
    private static readonly ImmutableArray<JpegScale> Scales = [new(1, 8), new(1, 4), new(1, 2)];

    /// <summary>The smallest size the library can decode to whose longer side is at least <paramref name="minLongSide"/>.</summary>
    public static PixelSize ScaledSize(int width, int height, int minLongSide)
    {
        foreach (var scale in Scales)
        {
            var size = new PixelSize(scale.Apply(width), scale.Apply(height));
            if (Math.Max(size.Width, size.Height) >= minLongSide)
                return size;
        }

        return new PixelSize(width, height);
    }

    /// <summary>Decodes as stored.</summary>
    /// <param name="size">Full size, or one of <see cref="ScaledSize"/>.</param>
    /// <param name="target">Room for <see cref="PixelSize.Bytes"/>.</param>
    /// <returns>What was wrong, or null.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, PixelSize size, byte* target)
    {
        var markers = JpegMarkers.Read(bytes);
        if (markers.FirstScan == 0)
            return "The JPEG has no picture data.";
        if (!markers.IsComplete(bytes))
            return "The JPEG is cut off.";
        if (JpegMarkers.CountScans(bytes) > MostScans)
            return $"The JPEG has more than {MostScans} scans.";

        using var handle = JpegHandle.Create();
        fixed (byte* source = bytes)
        {
            return markers.Components == 4
                ? DecodeCmyk(handle, source, bytes.Length, markers, size, target)
                : Decompress(handle, source, bytes.Length, markers, size, target, TurboJpeg.PixelFormatRgb, 3);
        }
    }

    private static string? DecodeCmyk(JpegHandle handle, byte* source, int length, JpegMarkers markers, PixelSize size, byte* target)
    {
        long pixels = (long)size.Width * size.Height;
        using var scratch = ScratchBuffer.Rent(4 * pixels);
        var reason = Decompress(handle, source, length, markers, size, scratch.Pointer, TurboJpeg.PixelFormatCmyk, 4);
        if (reason is null)
            Cmyk.InvertedToRgb(scratch.Pointer, target, pixels);
        return reason;
    }

    private static string? Decompress(JpegHandle handle, byte* source, int length, JpegMarkers markers, PixelSize size, byte* target, int format, int pixelBytes)
    {
        // The answer of the header call is of no use: it also fails for rare subsamplings, which decode well. The sizes are:
        // were the library's smaller than ours, a part of the target would stay unwritten.
        int width = 0, height = 0, subsampling, colorspace;
        _ = TurboJpeg.DecompressHeader(handle, source, new CULong((nuint)length), &width, &height, &subsampling, &colorspace);
        if (width != markers.Width || height != markers.Height)
            return "The JPEG header is damaged.";

        int result = TurboJpeg.Decompress(handle, source, new CULong((nuint)length), target, size.Width, size.Width * pixelBytes, size.Height, format, flags: 0);
        // A warning is a flaw that the library conceals, as stray bytes between segments; all of the picture is there.
        return result == 0 || TurboJpeg.GetErrorCode(handle) == TurboJpeg.ErrorWarning ? null : "The JPEG is damaged.";
    }
}
