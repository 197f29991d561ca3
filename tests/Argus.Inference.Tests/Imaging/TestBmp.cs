using System.Buffers.Binary;

namespace Argus.Inference.Tests.Imaging;

/// <summary>Bitmaps of every kind.</summary>
internal static class TestBmp
{
    /// <summary>24 or 32 bits a pixel with the usual header.</summary>
    public static byte[] Direct(byte[] rgb, int width, int height, int bits, bool topDown = false) =>
        File(width, topDown ? -height : height, bits, 0, [], Rows(rgb, width, height, bits, topDown));

    /// <summary>24 bits a pixel with the 12-byte header of OS/2.</summary>
    public static byte[] Core24(byte[] rgb, int width, int height) =>
        [.. "BM"u8, .. new byte[8], 26, 0, 0, 0, 12, 0, 0, 0, (byte)width, 0, (byte)height, 0, 1, 0, 24, 0, .. Rows(rgb, width, height, 24, false)];

    /// <summary>A file with the 40-byte header; what follows the header is given.</summary>
    public static byte[] File(int width, int height, int bits, int compression, byte[] tables, byte[] data)
    {
        byte[] file = [.. "BM"u8, .. new byte[52], .. tables, .. data];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + tables.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        (file[26], file[28], file[30]) = (1, (byte)bits, (byte)compression);
        return file;
    }

    private static byte[] Rows(byte[] rgb, int width, int height, int bits, bool topDown)
    {
        var rows = new List<byte>();
        for (int i = 0; i < height; i++)
        {
            int y = topDown ? i : height - 1 - i;
            for (int x = 0; x < width; x++)
            {
                int at = 3 * (y * width + x);
                rows.AddRange([rgb[at + 2], rgb[at + 1], rgb[at]]);
                if (bits == 32)
                    rows.Add(0);
            }

            while (rows.Count % 4 != 0)
                rows.Add(0);
        }

        return [.. rows];
    }
}
