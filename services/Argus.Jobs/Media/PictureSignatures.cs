namespace Argus.Jobs.Media;

/// <summary>Tells the formats that models read by their first bytes; what a caller says of a file is not believed.</summary>
internal static class PictureSignatures
{
    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The MIME type, or null where it is no such picture.</summary>
    /// <param name="bytes">The first bytes, 18 or more where there are as many.</param>
    public static string? MimeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith(Jpeg) => "image/jpeg",
        _ when bytes.StartsWith(Png) => "image/png",
        _ when bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..].StartsWith("WEBP"u8) => "image/webp",
        _ when bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) => "image/tiff",
        _ when bytes.StartsWith("BM"u8) && IsBitmapHeader(bytes) => "image/bmp",
        _ => null,
    };

    /// <summary>The ending of names of such files, without the dot.</summary>
    public static string EndingOf(string mime) => mime == "image/jpeg" ? "jpg" : VideoSignatures.IsVideo(mime) ? VideoSignatures.EndingOf(mime) : mime["image/".Length..];

    // Two letters are too little to go by: text may begin with them. The header size that follows is 12 to 124.
    private static bool IsBitmapHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 18 && bytes[14] is >= 12 and <= 124 && (bytes[15] | bytes[16] | bytes[17]) == 0;
}
