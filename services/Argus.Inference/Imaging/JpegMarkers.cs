namespace Argus.Inference.Imaging;

/// <summary>What the markers of a JPEG before its first scan say.</summary>
/// <param name="Width">Width as stored, or 0 where there is no frame header.</param>
/// <param name="Height">Height as stored.</param>
/// <param name="Components">Colour components: 1 grey, 3 colour, 4 CMYK.</param>
/// <param name="Orientation">EXIF orientation, 1 to 8.</param>
/// <param name="FirstScan">Offset of the first scan, or 0 where there is none.</param>
internal readonly record struct JpegMarkers(int Width, int Height, int Components, int Orientation, int FirstScan)
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    public static JpegMarkers Read(ReadOnlySpan<byte> bytes)
    {
        var markers = new JpegMarkers(0, 0, 0, 1, 0);
        bool hasExif = false;
        int at = 2;
        while (TryNext(bytes, ref at, out byte marker) && marker != EndOfImage)
        {
            if (marker == StartOfScan)
                return markers with { FirstScan = at };
            if (marker is 0x01 or >= 0xD0 and <= 0xD7)
                continue;
            int length = (int)bytes.U16(at, bigEndian: true);
            var segment = bytes.Part(at + 2, length - 2);
            if (IsFrame(marker) && markers.Width == 0)
                markers = markers with { Height = (int)segment.U16(1, true), Width = (int)segment.U16(3, true), Components = (int)segment.U8(5) };
            else if (marker == 0xE1 && !hasExif && segment.StartsWith("Exif\0\0"u8))
                (hasExif, markers) = (true, markers with { Orientation = new TiffDirectory(segment).Orientation });
            at += Math.Max(length, 2);
        }

        return markers;
    }

    /// <summary>Whether the picture's end is there. Coded data never holds the marker by itself.</summary>
    public bool IsComplete(ReadOnlySpan<byte> bytes) => bytes[FirstScan..].IndexOf([(byte)0xFF, EndOfImage]) >= 0;

    /// <summary>Scans of the picture and of thumbnails inside it.</summary>
    public static int CountScans(ReadOnlySpan<byte> bytes) => bytes.Count([(byte)0xFF, StartOfScan]);

    private static bool TryNext(ReadOnlySpan<byte> bytes, ref int at, out byte marker)
    {
        marker = 0;
        if (at >= bytes.Length || bytes[at..].IndexOf((byte)0xFF) is var skip && skip < 0)
            return false;
        at += skip;
        if (bytes[at..].IndexOfAnyExcept((byte)0xFF) is var fill && fill < 0)
            return false;
        at += fill;
        marker = bytes[at++];
        return true;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC;
}
