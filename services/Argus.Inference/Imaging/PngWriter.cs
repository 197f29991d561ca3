using System.Buffers.Binary;
using System.IO.Compression;

namespace Argus.Inference.Imaging;

/// <summary>Writes 8-bit RGB pixels as PNG.</summary>
public static class PngWriter
{
    private const byte RgbColor = 2;
    private const byte FilterUp = 2;
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Encodes pixels.</summary>
    /// <param name="rgb">Rows from the top without gaps, three bytes a pixel; exactly <c>width * height * 3</c>.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <exception cref="ArgumentException">The sizes do not agree.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> rgb, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (rgb.Length != checked(width * height * 3))
            throw new ArgumentException($"{width} x {height} pixels take {3L * width * height} bytes, not {rgb.Length}.", nameof(rgb));

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[10], header[11], header[12]) = (8, RgbColor, 0, 0, 0);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compress(rgb, 3 * width));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> rgb, int rowBytes)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] filtered = new byte[1 + rowBytes];
            byte[] above = new byte[rowBytes];
            filtered[0] = FilterUp;
            for (int at = 0; at < rgb.Length; at += rowBytes)
            {
                var row = rgb.Slice(at, rowBytes);
                for (int i = 0; i < rowBytes; i++)
                    filtered[i + 1] = (byte)(row[i] - above[i]);
                zlib.Write(filtered);
                row.CopyTo(above);
            }
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
