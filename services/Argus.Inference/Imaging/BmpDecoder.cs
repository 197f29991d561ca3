using System.Numerics;

namespace Argus.Inference.Imaging;

/// <summary>Windows and OS/2 bitmaps of 1, 4, 8, 16, 24 and 32 bits, run lengths and bit fields included.</summary>
internal static unsafe class BmpDecoder
{
    private const int PaletteBytes = 3 * 256;

    /// <summary>Decodes as stored, top row first.</summary>
    /// <param name="size">Size by the header.</param>
    /// <param name="target">Room for <see cref="PixelSize.Bytes"/>.</param>
    /// <returns>What was wrong, or null.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, PixelSize size, byte* target)
    {
        var header = BmpHeader.Read(bytes);
        Span<byte> palette = stackalloc byte[PaletteBytes];
        header.ReadPalette(bytes, palette);
        var rows = new BmpRows(target, size, header.TopDown);
        var data = bytes.Part(header.PixelOffset, bytes.Length);
        return (header.Compression, header.BitsPerPixel) switch
        {
            (BmpCompression.None, 1 or 4 or 8) => Indexed(data, header.BitsPerPixel, palette, rows),
            (BmpCompression.None, 24) => Direct24(data, rows),
            (BmpCompression.None or BmpCompression.BitFields or BmpCompression.AlphaBitFields, 16 or 32) => Masked(data, header, rows),
            (BmpCompression.Rle8, 8) or (BmpCompression.Rle4, 4) => BmpRunLengths.Decode(data, header.BitsPerPixel == 4, palette, rows),
            _ => $"This kind of BMP is not read: {header.BitsPerPixel} bits, compression {(uint)header.Compression}.",
        };
    }

    private static string? Indexed(ReadOnlySpan<byte> data, int bits, ReadOnlySpan<byte> palette, BmpRows rows)
    {
        int perByte = 8 / bits, mask = (1 << bits) - 1;
        for (int y = 0; y < rows.Size.Height; y++)
        {
            if (!TryRow(data, rows.Size.Width, bits, y, out var row))
                return CutOff;
            byte* to = rows[y];
            for (int x = 0; x < rows.Size.Width; x++, to += 3)
            {
                int shift = 8 - bits - x % perByte * bits;
                palette.Slice(3 * ((row[x / perByte] >> shift) & mask), 3).CopyTo(new Span<byte>(to, 3));
            }
        }

        return null;
    }

    private static string? Direct24(ReadOnlySpan<byte> data, BmpRows rows)
    {
        for (int y = 0; y < rows.Size.Height; y++)
        {
            if (!TryRow(data, rows.Size.Width, 24, y, out var row))
                return CutOff;
            byte* to = rows[y];
            for (int at = 0; at < 3 * rows.Size.Width; at += 3)
                (to[at], to[at + 1], to[at + 2]) = (row[at + 2], row[at + 1], row[at]);
        }

        return null;
    }

    private static string? Masked(ReadOnlySpan<byte> data, in BmpHeader header, BmpRows rows)
    {
        int step = header.BitsPerPixel / 8;
        var (red, green, blue) = (new Channel(header.Masks.Red), new Channel(header.Masks.Green), new Channel(header.Masks.Blue));
        for (int y = 0; y < rows.Size.Height; y++)
        {
            if (!TryRow(data, rows.Size.Width, header.BitsPerPixel, y, out var row))
                return CutOff;
            byte* to = rows[y];
            for (int at = 0; at < step * rows.Size.Width; at += step, to += 3)
            {
                uint pixel = step == 2 ? row.U16(at, false) : row.U32(at, false);
                (to[0], to[1], to[2]) = (red.Of(pixel), green.Of(pixel), blue.Of(pixel));
            }
        }

        return null;
    }

    /// <summary>What is said of a bitmap with too few bytes.</summary>
    internal const string CutOff = "The BMP is cut off.";

    private static bool TryRow(ReadOnlySpan<byte> data, int width, int bits, int y, out ReadOnlySpan<byte> row)
    {
        // Rows begin at multiples of four bytes; the last one need not be filled up.
        long used = ((long)width * bits + 7) / 8, stride = (used + 3) & ~3L;
        row = data.Part(y * stride, used);
        return row.Length == used;
    }

    private readonly struct Channel(uint mask)
    {
        private readonly int _shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask);

        public byte Of(uint pixel)
        {
            ulong max = mask >> _shift;
            return max switch
            {
                0 => 0,
                255 => (byte)((pixel & mask) >> _shift),
                _ => (byte)Math.Min(255, (((pixel & mask) >> _shift) * 255UL + max / 2) / max),
            };
        }
    }
}
