using System.Buffers.Binary;
using System.IO.Compression;

namespace Argus.Inference.Tests.Imaging;

/// <summary>PNG files built chunk by chunk, wrong ones too.</summary>
internal static class TestPng
{
    private const int HeaderEnd = 8 + 12 + 13;

    /// <summary>A chunk with its length and checksum.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4, chunk.Length - 8)));
        return chunk;
    }

    /// <summary>Puts a chunk behind the header of a file.</summary>
    public static byte[] InsertBeforeData(byte[] png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        [.. png[..HeaderEnd], .. Chunk(type, data), .. png[HeaderEnd..]];

    /// <summary>A file that claims any size and holds so many zero bytes, well packed.</summary>
    public static byte[] Claiming(uint width, uint height, byte colorType, int zeros, byte bits = 8)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, bits, colorType, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] block = new byte[64 * 1024];
            for (int left = zeros; left > 0; left -= block.Length)
                zlib.Write(block, 0, Math.Min(left, block.Length));
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
