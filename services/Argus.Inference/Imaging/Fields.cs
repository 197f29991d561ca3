using System.Buffers.Binary;

namespace Argus.Inference.Imaging;

/// <summary>Numbers out of untrusted bytes: what lies outside of them reads as 0, which no header accepts as a size.</summary>
internal static class Fields
{
    public static uint U8(this ReadOnlySpan<byte> bytes, long offset) =>
        offset >= 0 && offset < bytes.Length ? bytes[(int)offset] : 0u;

    public static uint U16(this ReadOnlySpan<byte> bytes, long offset, bool bigEndian) =>
        !Holds(bytes, offset, 2) ? 0u
        : bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes[(int)offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes[(int)offset..]);

    public static uint U32(this ReadOnlySpan<byte> bytes, long offset, bool bigEndian) =>
        !Holds(bytes, offset, 4) ? 0
        : bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)offset..]);

    public static uint U24(this ReadOnlySpan<byte> bytes, long offset) =>
        !Holds(bytes, offset, 3) ? 0 : bytes.U16(offset, bigEndian: false) | (bytes.U8(offset + 2) << 16);

    /// <summary>The bytes from <paramref name="offset"/>, at most <paramref name="length"/>, as far as they are there.</summary>
    public static ReadOnlySpan<byte> Part(this ReadOnlySpan<byte> bytes, long offset, long length)
    {
        long start = Math.Clamp(offset, 0, bytes.Length);
        return bytes.Slice((int)start, (int)Math.Clamp(length, 0, bytes.Length - start));
    }

    private static bool Holds(ReadOnlySpan<byte> bytes, long offset, int count) => offset >= 0 && offset <= bytes.Length - count;
}
