namespace Argus.Inference.Imaging;

/// <summary>PNG, WebP, TIFF and GIF by libvips, in strips on the calling thread, so that no second copy of the picture is held.</summary>
internal static unsafe class VipsDecoder
{
    private const int StripBytes = 256 * 1024;

    /// <summary>Decodes the first frame as stored.</summary>
    /// <param name="size">Size by the header; the library must find the same.</param>
    /// <param name="target">Room for <see cref="PixelSize.Bytes"/>.</param>
    /// <returns>What was wrong, or null.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, ImageFormat format, PixelSize size, byte* target)
    {
        string name = ImageFaults.Name(format);
        fixed (byte* source = bytes)
        {
            using var image = VipsLoader.Open(LoaderOf(format), source, bytes.Length);
            if (image.IsInvalid)
                return Fail($"The {name} is damaged.");
            nint instance = image.DangerousGetHandle();
            if (LibVips.Width(instance) != size.Width || LibVips.Height(instance) != size.Height)
                return $"The {name} contradicts its own header.";
            if (VipsPixels.Of(instance) is not { } pixels)
                return $"This kind of {name} is not read: use 8 or 16 bits in grey, RGB or CMYK.";
            using var region = new VipsObject(LibVips.NewRegion(instance));
            return region.IsInvalid || !Read(region.DangerousGetHandle(), pixels, size, target)
                ? Fail($"The {name} is damaged or cut off.")
                : null;
        }
    }

    private static string LoaderOf(ImageFormat format) => format switch
    {
        ImageFormat.Png => "pngload_buffer",
        ImageFormat.WebP => "webpload_buffer",
        ImageFormat.Tiff => "tiffload_buffer",
        ImageFormat.Gif => "gifload_buffer",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of libvips here."),
    };

    private static bool Read(nint region, VipsPixels pixels, PixelSize size, byte* target)
    {
        int rows = Math.Clamp(StripBytes / (size.Width * pixels.Bytes), 1, size.Height);
        for (int y = 0; y < size.Height; y += rows)
        {
            int height = Math.Min(rows, size.Height - y);
            nuint length;
            byte* strip = LibVips.Fetch(region, 0, y, size.Width, height, &length);
            if (strip == null)
                return false;
            pixels.ToRgb(strip, target + 3L * size.Width * y, size.Width * height);
            LibVips.Free(strip);
        }

        return true;
    }

    // The library's error text grows until it is cleared; it is shared by all threads, so it says nothing about this picture.
    private static string Fail(string reason)
    {
        LibVips.ClearError();
        return reason;
    }
}
