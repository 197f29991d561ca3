namespace Argus.Inference.Imaging;

/// <summary>The fields of a bitmap that matter for its pixels.</summary>
internal readonly record struct BmpHeader(int BitsPerPixel, BmpCompression Compression, bool TopDown, long PixelOffset, long PaletteOffset, int PaletteEntrySize, int PaletteCount)
{
    private const int FileHeaderSize = 14;
    private const int CoreHeaderSize = 12;

    /// <summary>Masks of red, green and blue in 16 and 32 bit pixels.</summary>
    public (uint Red, uint Green, uint Blue) Masks { get; init; }

    public static BmpHeader Read(ReadOnlySpan<byte> bytes)
    {
        long pixels = bytes.U32(10, false), size = bytes.U32(14, false);
        bool core = size == CoreHeaderSize;
        int bits = (int)bytes.U16(core ? 24 : 28, false);
        var compression = core ? BmpCompression.None : (BmpCompression)bytes.U32(30, false);
        long palette = FileHeaderSize + size;
        // Only the oldest of the long headers has its masks behind it; in later ones they are fields.
        if (size == 40)
            palette += compression switch { BmpCompression.BitFields => 12, BmpCompression.AlphaBitFields => 16, _ => 0 };
        int entry = core ? 3 : 4;
        long room = Math.Max(0, (Math.Min(pixels, bytes.Length) - palette) / entry);
        long used = core || bytes.U32(46, false) == 0 ? 256 : bytes.U32(46, false);
        bool topDown = !core && (int)bytes.U32(22, false) < 0;
        return new BmpHeader(bits, compression, topDown, pixels, palette, entry, (int)Math.Min(256, Math.Min(used, room)))
        {
            Masks = compression is BmpCompression.BitFields or BmpCompression.AlphaBitFields
                ? (bytes.U32(54, false), bytes.U32(58, false), bytes.U32(62, false))
                : bits == 16 ? (0x7C00u, 0x3E0u, 0x1Fu) : (0xFF0000u, 0xFF00u, 0xFFu),
        };
    }

    /// <summary>256 colours as R, G, B; what the file does not hold is black.</summary>
    public void ReadPalette(ReadOnlySpan<byte> bytes, Span<byte> rgb)
    {
        rgb.Clear();
        for (int i = 0; i < PaletteCount; i++)
        {
            long at = PaletteOffset + (long)i * PaletteEntrySize;
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = ((byte)bytes.U8(at + 2), (byte)bytes.U8(at + 1), (byte)bytes.U8(at));
        }
    }
}

/// <summary>How the pixels of a bitmap are packed.</summary>
internal enum BmpCompression : uint
{
    None = 0,
    Rle8 = 1,
    Rle4 = 2,
    BitFields = 3,
    AlphaBitFields = 6,
}
