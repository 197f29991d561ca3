namespace Argus.Inference.Imaging;

/// <summary>Reads JPEG, PNG, WebP, BMP, TIFF and GIF into upright RGB. Safe for concurrent use.</summary>
public sealed class ImageDecoder
{
    /// <summary>Takes the bounds and loads the native decoders, so that a missing one is found at the start.</summary>
    /// <exception cref="InvalidOperationException">A native decoder is not installed; the message names the command that installs it.</exception>
    public ImageDecoder(ImageLimits limits)
    {
        Limits = limits;
        NativeDecoders.Load();
    }

    /// <summary>The bounds in force.</summary>
    public ImageLimits Limits { get; }

    /// <summary>Reads the header only and checks the limits.</summary>
    /// <returns>The fault, or null when <paramref name="header"/> is set.</returns>
    public ImageFault? Probe(ReadOnlySpan<byte> bytes, out ImageHeader header)
    {
        header = default;
        if (bytes.IsEmpty)
            return ImageFaults.Empty;
        if (bytes.Length > Limits.MaxBytes)
            return ImageFaults.TooManyBytes(bytes.Length, Limits.MaxBytes);
        if (ImageSignatures.Sniff(bytes) is not { } format)
            return ImageFaults.Unsupported(bytes);

        var raw = HeaderReader.Read(bytes, format);
        if (raw.Width <= 0 || raw.Height <= 0)
            return ImageFaults.Undecodable($"The {ImageFaults.Name(format)} header is damaged or states no size.");
        if (IsTooLarge(raw.Width, raw.Height))
            return ImageFaults.TooManyPixels(raw.Width, raw.Height, Limits.MaxPixels);
        if (IsTooLarge(raw.TileWidth, raw.TileHeight))
            return ImageFaults.TooManyPixels(raw.TileWidth, raw.TileHeight, Limits.MaxPixels);
        header = new ImageHeader(format, (int)raw.Width, (int)raw.Height, raw.Orientation);
        return null;
    }

    /// <summary>
    /// Decodes to upright 8-bit RGB: first frame, alpha dropped, colour profiles not applied, CMYK without a profile, 16 bits cut to 8.
    /// A file that is cut off is refused rather than shown with invented rows.
    /// </summary>
    /// <param name="bytes">The encoded picture.</param>
    /// <param name="minLongSide">
    /// A JPEG may be decoded scaled to a half, a quarter or an eighth (sides rounded up) as long as its longer side stays at or above this;
    /// <see cref="int.MaxValue"/> asks for full resolution.
    /// </param>
    /// <param name="picture">The picture, to be disposed by the caller, where there is no fault.</param>
    /// <returns>The fault, or null.</returns>
    public ImageFault? Decode(ReadOnlySpan<byte> bytes, int minLongSide, out Picture? picture)
    {
        picture = null;
        if (Probe(bytes, out var header) is { } fault)
            return fault;

        var stored = header.Format == ImageFormat.Jpeg
            ? JpegDecoder.ScaledSize(header.StoredWidth, header.StoredHeight, minLongSide)
            : new PixelSize(header.StoredWidth, header.StoredHeight);
        var upright = stored.Turned(header.Orientation);
        var result = new Picture(upright.Width, upright.Height)
        {
            FullWidth = header.Width,
            FullHeight = header.Height,
            Orientation = header.Orientation,
        };
        try
        {
            if (DecodeUpright(bytes, header, stored, result) is { } reason)
                return ImageFaults.Undecodable(reason);
            picture = result;
            return null;
        }
        finally
        {
            if (picture is null)
                result.Dispose();
        }
    }

    private static unsafe string? DecodeUpright(ReadOnlySpan<byte> bytes, in ImageHeader header, PixelSize stored, Picture result)
    {
        if (header.Orientation == 1)
            return DecodeStored(bytes, header.Format, stored, result.Pixels);
        using var scratch = ScratchBuffer.Rent(stored.Bytes + Picture.Slack);
        var reason = DecodeStored(bytes, header.Format, stored, scratch.Pointer);
        if (reason is null)
            Upright.Turn(scratch.Pointer, stored, header.Orientation, result.Pixels);
        return reason;
    }

    private static unsafe string? DecodeStored(ReadOnlySpan<byte> bytes, ImageFormat format, PixelSize size, byte* target) => format switch
    {
        ImageFormat.Jpeg => JpegDecoder.Decode(bytes, size, target),
        ImageFormat.Bmp => BmpDecoder.Decode(bytes, size, target),
        _ => VipsDecoder.Decode(bytes, format, size, target),
    };

    private bool IsTooLarge(long width, long height) =>
        width > HeaderReader.MaxSide || height > HeaderReader.MaxSide || width * height > Limits.MaxPixels;
}
