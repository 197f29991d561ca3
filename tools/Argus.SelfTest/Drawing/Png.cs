using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Argus.SelfTest.Drawing;

/// <summary>Writes 8-bit RGB PNG files.</summary>
public static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>The file for a picture.</summary>
    public static byte[] Encode(Canvas canvas)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, canvas.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), canvas.Height);
        // 8 bits a channel, RGB, deflate, no filter choice, not interlaced.
        (header[8], header[9]) = (8, 2);

        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(canvas));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(Canvas canvas)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            int stride = canvas.Width * 3;
            byte[] line = new byte[stride + 1];
            for (int y = 0; y < canvas.Height; y++)
            {
                FilterUp(canvas.Pixels, y, stride, line);
                zlib.Write(line);
            }
        }

        return packed.ToArray();
    }

    // Difference to the row above: in a drawing of flat colours nearly all of it is zero.
    private static void FilterUp(byte[] pixels, int y, int stride, byte[] line)
    {
        line[0] = 2;
        var row = pixels.AsSpan(y * stride, stride);
        for (int i = 0; i < stride; i++)
            line[i + 1] = (byte)(row[i] - (y == 0 ? 0 : pixels[(y - 1) * stride + i]));
    }

    private static void WriteChunk(MemoryStream file, string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
