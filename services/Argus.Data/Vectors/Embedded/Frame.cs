using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// The head of what one commit appends to a segment file: magic, sequence, bytes of the body, rows in it, checksum of the body, checksum of the head.
/// Numbers are little-endian, checksums CRC-32C.
/// </summary>
internal readonly record struct Frame(ulong Sequence, int BodyBytes, int Rows, uint BodyChecksum)
{
    public const int HeadBytes = 32;

    private static ReadOnlySpan<byte> Magic => "ARGUSVEC"u8;

    public void WriteTo(Span<byte> head)
    {
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt64LittleEndian(head[8..], Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], BodyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head[20..], Rows);
        BinaryPrimitives.WriteUInt32LittleEndian(head[24..], BodyChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(head[28..], Checksum(head[..28]));
    }

    public static Frame? Read(ReadOnlySpan<byte> head) =>
        head.Length < HeadBytes || !head.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(head[28..]) != Checksum(head[..28])
            ? null
            : new Frame(
                BinaryPrimitives.ReadUInt64LittleEndian(head[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(head[16..]),
                BinaryPrimitives.ReadInt32LittleEndian(head[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(head[24..]));

    /// <summary>Where a head with a higher sequence starts, or −1.</summary>
    public static int FindLater(ReadOnlySpan<byte> bytes, ulong sequence)
    {
        for (int at = 0; bytes[at..].IndexOf(Magic) is var next and >= 0; at++)
        {
            at += next;
            if (Read(bytes[at..])?.Sequence > sequence)
                return at;
        }

        return -1;
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (byte last in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, last);
        return ~crc;
    }
}
