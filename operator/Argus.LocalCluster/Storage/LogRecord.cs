using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Argus.LocalCluster.Storage;

/// <summary>
/// One change as bytes: mark (4) · length of the payload (4) · CRC-32C of the payload (4) ·
/// payload: version (8), deleted (1), three texts (2 bytes length and UTF-8), the object.
/// </summary>
/// <param name="Key">Which object.</param>
/// <param name="Version">Version of the change.</param>
/// <param name="Bytes">The object; empty if it was deleted.</param>
internal readonly record struct LogRecord(ObjectKey Key, long Version, ReadOnlyMemory<byte> Bytes)
{
    public const int HeaderLength = 12;
    public const uint Mark = 0x4c4b5201;

    public bool Deleted => Bytes.IsEmpty;

    /// <summary>Appends the record to <paramref name="output"/>.</summary>
    public void WriteTo(MemoryStream output)
    {
        int start = (int)output.Position;
        Span<byte> fixedPart = stackalloc byte[HeaderLength + 9];
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[HeaderLength..], Version);
        fixedPart[^1] = Deleted ? (byte)1 : (byte)0;
        output.Write(fixedPart);
        WriteText(output, Key.Resource);
        WriteText(output, Key.Namespace);
        WriteText(output, Key.Name);
        output.Write(Bytes.Span);

        var record = output.GetBuffer().AsSpan(start, (int)output.Position - start);
        BinaryPrimitives.WriteUInt32LittleEndian(record, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], record.Length - HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Checksum(record[HeaderLength..]));
    }

    /// <summary>Reads the record at the start of <paramref name="input"/>; false if it is not whole or not as it was written.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> input, out LogRecord record, out int length)
    {
        record = default;
        length = 0;
        var span = input.Span;
        if (span.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(span) != Mark)
            return false;
        int payload = BinaryPrimitives.ReadInt32LittleEndian(span[4..]);
        if (payload < 15 || payload > span.Length - HeaderLength || Checksum(span.Slice(HeaderLength, payload)) != BinaryPrimitives.ReadUInt32LittleEndian(span[8..]))
            return false;
        length = HeaderLength + payload;
        int at = HeaderLength + 9;
        var key = new ObjectKey(string.Intern(ReadText(span, ref at)), string.Intern(ReadText(span, ref at)), ReadText(span, ref at));
        record = new LogRecord(key, BinaryPrimitives.ReadInt64LittleEndian(span[HeaderLength..]), input[at..length]);
        return true;
    }

    private static void WriteText(MemoryStream output, string text)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)Encoding.UTF8.GetByteCount(text)));
        output.Write(length);
        output.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string ReadText(ReadOnlySpan<byte> input, ref int at)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(input[at..]);
        string text = Encoding.UTF8.GetString(input.Slice(at + 2, length));
        at += 2 + length;
        return text;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (byte b in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
