using System.Runtime.InteropServices;

namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// A file and its points in memory: a column each for ids, media store ids and places in the file, and the vectors. Rows are only added, by one writer;
/// readers look no further than the count of their view.
/// </summary>
internal sealed class Segment(SegmentFile file, RowLayout layout, int capacity)
{
    private readonly PointId[] _ids = new PointId[capacity];
    private readonly long[] _media = new long[capacity];
    private readonly long[] _offsets = new long[capacity];
    private readonly int[] _payloadBytes = new int[capacity];

    public SegmentFile File => file;

    public SegmentRows Rows { get; } = new(layout, capacity);

    /// <summary>Rows that it can take.</summary>
    public int Capacity => capacity;

    /// <summary>Rows that the writer has put in.</summary>
    public int Count { get; private set; }

    /// <summary>Ids that were deleted, each with the row before which it was: earlier rows with that id are dead.</summary>
    public List<(PointId Id, int BeforeRow)> Deletions { get; } = [];

    /// <summary>Rows and deletions: both take room.</summary>
    public int Records => Count + Deletions.Count;

    public PointId Id(int row) => _ids[row];

    public long MediaStoreId(int row) => _media[row];

    public int RecordBytes(int row) => SegmentRecord.HeadBytes + layout.Dimension * sizeof(float) + _payloadBytes[row];

    public int Add(SegmentRecord record, long offset, ReadOnlySpan<float> vector)
    {
        int row = Count;
        _ids[row] = record.Id;
        _media[row] = record.MediaStoreId;
        _offsets[row] = offset;
        _payloadBytes[row] = record.PayloadBytes;
        Rows.Write(row, vector);
        Count++;
        return row;
    }

    public void ReadRecord(int row, Span<byte> bytes) => file.Read(_offsets[row], bytes);

    public void ReadVector(int row, Span<float> vector) => file.Read(_offsets[row] + SegmentRecord.HeadBytes, MemoryMarshal.AsBytes(vector));

    public VectorPayload ReadPayload(int row)
    {
        byte[] bytes = new byte[_payloadBytes[row]];
        file.Read(_offsets[row] + SegmentRecord.HeadBytes + layout.Dimension * sizeof(float), bytes);
        return PayloadJson.Read(bytes);
    }

    public VectorPoint ReadPoint(int row)
    {
        float[] vector = new float[layout.Dimension];
        ReadVector(row, vector);
        return new VectorPoint(_ids[row], vector, ReadPayload(row));
    }
}
