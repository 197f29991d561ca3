using System.Buffers.Binary;
using System.IO.Compression;

namespace Argus.ModelServer.Tests.Faults;

/// <summary>Pictures of one colour, that are large in pixels and small in bytes.</summary>
internal static class LargePictures
{
    /// <summary>A grey PNG.</summary>
    /// <param name="width">Width.</param>
    /// <param name="height">Height.</param>
    /// <param name="pixelBytes">Bytes that the compressed stream holds, where they are to be more than the picture needs.</param>
    public static byte[] Png(int width, int height, long? pixelBytes = null) =>
        [.. Start(width, height), .. Chunk("IDAT"u8, Zeros(pixelBytes ?? (width + 1L) * height)), .. Chunk("IEND"u8, [])];

    /// <summary>A PNG of 1 x 1 with a colour profile that unpacks to this many bytes.</summary>
    public static byte[] PngWithProfile(long bytes) =>
        [.. Start(1, 1), .. Chunk("iCCP"u8, [.. "p\0\0"u8, .. Zeros(bytes)]), .. Chunk("IDAT"u8, Zeros(2)), .. Chunk("IEND"u8, [])];

    /// <summary>
    /// A grey JPEG, every coefficient 0. Its Huffman tables know one symbol each, of the code 0, so the coded picture is zero bits: two a
    /// block of 8 x 8, or one in a progressive picture of which only the first scan is there.
    /// </summary>
    public static byte[] Jpeg(int width, int height, int? claimedWidth = null, int? claimedHeight = null, bool progressive = false)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)(claimedHeight ?? height));
        BinaryPrimitives.WriteUInt16BigEndian(size.AsSpan(2), (ushort)(claimedWidth ?? width));
        long blocks = (width + 7L) / 8 * ((height + 7L) / 8);
        byte lastCoefficient = (byte)(progressive ? 0 : 63);
        return
        [
            0xFF, 0xD8,
            0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
            0xFF, (byte)(progressive ? 0xC2 : 0xC0), 0, 11, 8, .. size, 1, 1, 0x11, 0,
            .. Huffman(0x00), .. Huffman(0x10),
            0xFF, 0xDA, 0, 8, 1, 1, 0x00, 0, lastCoefficient, 0,
            .. new byte[(blocks * (progressive ? 1 : 2) + 7) / 8],
            0xFF, 0xD9,
        ];
    }

    /// <summary>The checksum of a chunk's type and data.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }

    // One code of one bit, for the symbol 0: no difference, or end of block.
    private static byte[] Huffman(byte table) => [0xFF, 0xC4, 0, 20, table, 1, .. new byte[15], 0];

    private static byte[] Start(int width, int height)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR"u8, header)];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc(chunk.AsSpan(4..^4)));
        return chunk;
    }

    private static byte[] Zeros(long count)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] block = new byte[64 * 1024];
            for (long left = count; left > 0; left -= block.Length)
                zlib.Write(block, 0, (int)Math.Min(left, block.Length));
        }

        return packed.ToArray();
    }
}
