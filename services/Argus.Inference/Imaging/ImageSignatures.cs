namespace Argus.Inference.Imaging;

/// <summary>Tells formats by their first bytes.</summary>
internal static class ImageSignatures
{
    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The format, or null where it is none that is read here.</summary>
    public static ImageFormat? Sniff(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith(Jpeg) => ImageFormat.Jpeg,
        _ when bytes.StartsWith(Png) => ImageFormat.Png,
        _ when bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) => ImageFormat.Gif,
        _ when bytes.StartsWith("RIFF"u8) && IsAt(bytes, 8, "WEBP"u8) => ImageFormat.WebP,
        _ when bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) => ImageFormat.Tiff,
        _ when bytes.StartsWith("BM"u8) && IsBitmapHeader(bytes) => ImageFormat.Bmp,
        _ => null,
    };

    /// <summary>What people most often send by mistake, for the error message; null where it is not known.</summary>
    public static string? Name(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith("%PDF"u8) => "a PDF",
        _ when bytes.StartsWith("PK\x03\x04"u8) => "a ZIP archive or an Office document",
        _ when bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8) => "a BigTIFF",
        _ when IsAt(bytes, 4, "ftypavi"u8) => "AVIF",
        _ when IsAt(bytes, 4, "ftyphei"u8) || IsAt(bytes, 4, "ftypmif1"u8) => "HEIC",
        _ when IsAt(bytes, 4, "ftyp"u8) => "a video",
        _ when bytes.StartsWith("data:"u8) => "a data URL where bytes are wanted",
        _ when bytes.TrimStart(" \r\n\t\uFEFF"u8).StartsWith("<"u8) => "SVG, XML or HTML",
        _ => null,
    };

    private static bool IsAt(ReadOnlySpan<byte> bytes, int offset, ReadOnlySpan<byte> mark) =>
        bytes.Length >= offset + mark.Length && bytes.Slice(offset, mark.Length).SequenceEqual(mark);

    // Two letters are too little to go by: text may begin with them. The header size that follows is 12 to 124.
    private static bool IsBitmapHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 18 && bytes[14] is >= 12 and <= 124 && (bytes[15] | bytes[16] | bytes[17]) == 0;
}
