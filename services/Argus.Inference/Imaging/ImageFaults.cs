namespace Argus.Inference.Imaging;

/// <summary>The sentences that callers read.</summary>
internal static class ImageFaults
{
    private const string Invalid = "Invalid image format. Supported: JPEG, PNG, WebP, BMP, TIFF, GIF.";

    /// <summary>No bytes.</summary>
    public static ImageFault Empty { get; } = new(ImageFaultKind.Empty, "Empty file. Send the bytes of a JPEG, PNG, WebP, BMP, TIFF or GIF.");

    /// <summary>Not a format that is read.</summary>
    public static ImageFault Unsupported(ReadOnlySpan<byte> bytes) =>
        new(ImageFaultKind.UnsupportedFormat, ImageSignatures.Name(bytes) is { } name ? $"{Invalid} This looks like {name}." : Invalid);

    /// <summary>A known format with broken content.</summary>
    public static ImageFault Undecodable(string reason) => new(ImageFaultKind.Undecodable, $"{Invalid} {reason}");

    /// <summary>How people write the name of a format.</summary>
    public static string Name(ImageFormat format) => format == ImageFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();

    /// <summary>More bytes than the limit.</summary>
    public static ImageFault TooManyBytes(long bytes, long limit) =>
        new(ImageFaultKind.TooManyBytes, $"The file has {bytes} bytes, the limit is {limit}. Send a smaller one.");

    /// <summary>More pixels than the limit.</summary>
    public static ImageFault TooManyPixels(long width, long height, long limit) =>
        new(ImageFaultKind.TooManyPixels, $"The picture has {width} x {height} pixels, the limit is {limit} pixels and {HeaderReader.MaxSide} a side. Scale it down.");
}
