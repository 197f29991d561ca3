namespace Argus.Inference.Imaging;

/// <summary>Width, height and orientation of every format, out of the bytes, without decoding and without taking memory.</summary>
internal static class HeaderReader
{
    /// <summary>Largest width and height.</summary>
    public const int MaxSide = 65535;

    /// <summary>What the header says; sizes may be 0 or nonsense.</summary>
    public static RawHeader Read(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => Jpeg(bytes),
        ImageFormat.Png => Png(bytes),
        ImageFormat.WebP => WebP(bytes),
        ImageFormat.Gif => new RawHeader(bytes.U16(6, false), bytes.U16(8, false), 1),
        ImageFormat.Tiff => Tiff(bytes),
        _ => Bmp(bytes),
    };

    private static RawHeader Jpeg(ReadOnlySpan<byte> bytes)
    {
        var markers = JpegMarkers.Read(bytes);
        return new RawHeader(markers.Width, markers.Height, markers.Orientation);
    }

    private static RawHeader Png(ReadOnlySpan<byte> bytes)
    {
        var header = new RawHeader(bytes.U32(16, true), bytes.U32(20, true), 1);
        for (long at = 8; at < bytes.Length; at += 12L + bytes.U32(at, true))
        {
            if (bytes.Part(at + 4, 4).SequenceEqual("eXIf"u8))
                return header with { Orientation = new TiffDirectory(bytes.Part(at + 8, bytes.U32(at, true))).Orientation };
        }

        return bytes.Part(12, 4).SequenceEqual("IHDR"u8) ? header : default;
    }

    private static RawHeader WebP(ReadOnlySpan<byte> bytes)
    {
        var header = default(RawHeader);
        for (long at = 12; at < bytes.Length;)
        {
            var name = bytes.Part(at, 4);
            uint size = bytes.U32(at + 4, false);
            var data = bytes.Part(at + 8, size);
            if (name.SequenceEqual("EXIF"u8))
                return header with { Orientation = new TiffDirectory(data).Orientation };
            if (header.Width == 0)
                header = WebPSize(name, data);
            at += 8L + size + (size & 1);
        }

        return header;
    }

    private static RawHeader WebPSize(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) => name switch
    {
        _ when name.SequenceEqual("VP8X"u8) && data.Length >= 10 => new RawHeader(data.U24(4) + 1, data.U24(7) + 1, 1),
        _ when name.SequenceEqual("VP8 "u8) => new RawHeader(data.U16(6, false) & 0x3FFF, data.U16(8, false) & 0x3FFF, 1),
        _ when name.SequenceEqual("VP8L"u8) && data.Length >= 5 => new RawHeader((data.U32(1, false) & 0x3FFF) + 1, ((data.U32(1, false) >> 14) & 0x3FFF) + 1, 1),
        _ => default,
    };

    private static RawHeader Tiff(ReadOnlySpan<byte> bytes)
    {
        var tags = new TiffDirectory(bytes);
        return new RawHeader(tags[0x100], tags[0x101], tags.Orientation) { TileWidth = tags[0x142], TileHeight = tags[0x143] };
    }

    private static RawHeader Bmp(ReadOnlySpan<byte> bytes) =>
        bytes.U32(14, false) == 12
            ? new RawHeader(bytes.U16(18, false), bytes.U16(20, false), 1)
            // Negative heights mean top-down rows; Abs of the smallest int does not fit an int.
            : new RawHeader((int)bytes.U32(18, false), Math.Abs((long)(int)bytes.U32(22, false)), 1);
}

/// <summary>Sizes as the file claims them, unchecked.</summary>
internal readonly record struct RawHeader(long Width, long Height, int Orientation)
{
    /// <summary>Width of the tiles of a TIFF, which are decoded whole; else 0.</summary>
    public long TileWidth { get; init; }

    /// <summary>Height of the tiles of a TIFF.</summary>
    public long TileHeight { get; init; }
}
