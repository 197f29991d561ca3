using System.Buffers.Binary;

namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// The head of a record in a frame: kind, bytes of the payload, id, media store id. After that of a point come its vector (floats, little-endian) and its payload (JSON);
/// after that of a deletion nothing.
/// </summary>
internal readonly record struct SegmentRecord(bool IsPoint, int PayloadBytes, PointId Id, long MediaStoreId)
{
    public const int HeadBytes = 32;

    public static SegmentRecord Deletion(PointId id) => new(false, 0, id, 0);

    public static SegmentRecord Read(ReadOnlySpan<byte> head) => new(
        head[0] == 1,
        BinaryPrimitives.ReadInt32LittleEndian(head[4..]),
        PointId.ReadFrom(head[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(head[24..]));

    public int Bytes(int dimension) => HeadBytes + (IsPoint ? dimension * sizeof(float) + PayloadBytes : 0);

    public void WriteTo(Span<byte> head)
    {
        head.Clear();
        head[0] = IsPoint ? (byte)1 : (byte)2;
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], PayloadBytes);
        Id.WriteTo(head[8..]);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], MediaStoreId);
    }
}
