namespace Argus.Inference.Imaging;

/// <summary>Run lengths of 8 and 4 bit bitmaps. What the runs leave out has the first colour.</summary>
internal static unsafe class BmpRunLengths
{
    private const int EndOfRow = 0, EndOfPicture = 1, Jump = 2;

    /// <summary>Writes the picture.</summary>
    /// <returns>What was wrong, or null.</returns>
    public static string? Decode(ReadOnlySpan<byte> data, bool nibbles, ReadOnlySpan<byte> palette, BmpRows rows)
    {
        Clear(palette, rows);
        int x = 0, y = 0, at = 0;
        while (y < rows.Size.Height)
        {
            if (at + 2 > data.Length)
                return BmpDecoder.CutOff;
            int count = data[at], value = data[at + 1];
            at += 2;
            if (count > 0)
            {
                for (int i = 0; i < Math.Min(count, rows.Size.Width - x); i++)
                    Put(rows, x + i, y, nibbles ? Nibble(value, i) : value, palette);
                x = Math.Min(x + count, rows.Size.Width);
            }
            else if (value == EndOfRow)
            {
                (x, y) = (0, y + 1);
            }
            else if (value == EndOfPicture)
            {
                return null;
            }
            else if (value == Jump)
            {
                x = Math.Min(x + (int)data.U8(at), rows.Size.Width);
                y += (int)data.U8(at + 1);
                at += 2;
            }
            else
            {
                var literal = data.Part(at, nibbles ? (value + 1) / 2 : value);
                if (literal.Length < (nibbles ? (value + 1) / 2 : value))
                    return BmpDecoder.CutOff;
                for (int i = 0; i < Math.Min(value, rows.Size.Width - x); i++)
                    Put(rows, x + i, y, nibbles ? Nibble(literal[i / 2], i) : literal[i], palette);
                x = Math.Min(x + value, rows.Size.Width);
                // Literals are filled up to an even number of bytes.
                at += (literal.Length + 1) & ~1;
            }
        }

        return null;
    }

    private static int Nibble(int pair, int index) => index % 2 == 0 ? pair >> 4 : pair & 15;

    private static void Put(BmpRows rows, int x, int y, int color, ReadOnlySpan<byte> palette) =>
        palette.Slice(3 * color, 3).CopyTo(new Span<byte>(rows[y] + 3 * x, 3));

    private static void Clear(ReadOnlySpan<byte> palette, BmpRows rows)
    {
        for (int y = 0; y < rows.Size.Height; y++)
        {
            for (int x = 0; x < rows.Size.Width; x++)
                Put(rows, x, y, 0, palette);
        }
    }
}
