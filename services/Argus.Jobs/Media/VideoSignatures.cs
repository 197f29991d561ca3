using System.Buffers.Binary;

namespace Argus.Jobs.Media;

/// <summary>Tells the containers of videos by their first bytes; what a caller says of a file is not believed.</summary>
internal static class VideoSignatures
{
    /// <summary>Bytes to look at.</summary>
    public const int Head = 64;

    private const string Mp4 = "video/mp4";
    private const string QuickTime = "video/quicktime";
    private const string WebM = "video/webm";
    private const string Matroska = "video/x-matroska";
    private const string Avi = "video/x-msvideo";

    private static ReadOnlySpan<byte> Ebml => [0x1A, 0x45, 0xDF, 0xA3];

    /// <summary>The MIME type, or null where it is no such video.</summary>
    /// <param name="bytes">The first bytes, <see cref="Head"/> where there are as many.</param>
    public static string? MimeOf(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.Length <= Head ? bytes : bytes[..Head];
        if (head.StartsWith("RIFF"u8))
            return head.Length >= 12 && head[8..].StartsWith("AVI "u8) ? Avi : null;
        if (head.StartsWith(Ebml))
            return head.IndexOf("webm"u8) >= 0 ? WebM : head.IndexOf("matroska"u8) >= 0 ? Matroska : null;
        if (head.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(head) is < 8 and not 1)
            return null;
        var kind = head[4..];
        if (kind.StartsWith("ftyp"u8))
            return OfBrand(head[8..12]);
        // Of QuickTime before it had brands.
        return kind.StartsWith("moov"u8) || kind.StartsWith("mdat"u8) || kind.StartsWith("wide"u8) ? QuickTime : null;
    }

    /// <summary>Whether it is the MIME type of a video.</summary>
    public static bool IsVideo(string mime) => mime.StartsWith("video/", StringComparison.Ordinal);

    /// <summary>The ending of names of such files, without the dot.</summary>
    public static string EndingOf(string mime) => mime switch
    {
        QuickTime => "mov",
        Matroska => "mkv",
        Avi => "avi",
        _ => mime["video/".Length..],
    };

    /// <summary>The one reader of FFmpeg that may read such a file, by all of its names.</summary>
    public static string DemuxerOf(string mime) => mime switch
    {
        WebM or Matroska => "matroska,webm",
        Avi => "avi",
        _ => "mov,mp4,m4a,3gp,3g2,mj2",
    };

    // Pictures are in the same container, and audio.
    private static string? OfBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.SequenceEqual("qt  "u8))
            return QuickTime;
        foreach (string other in (string[])["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis", "M4A ", "M4B ", "crx "])
        {
            if (brand.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(other)))
                return null;
        }

        return Mp4;
    }
}
