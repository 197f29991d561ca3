namespace Argus.Data.Vectors.Embedded;

/// <summary>A segment as it was at one moment.</summary>
/// <param name="Segment">Rows and file.</param>
/// <param name="Count">Rows that were there.</param>
/// <param name="Dead">A bit for each row that was replaced or deleted; never written once published.</param>
/// <param name="DeadCount">Bits that are set.</param>
internal sealed record SegmentView(Segment Segment, int Count, ulong[] Dead, int DeadCount)
{
    public int Live => Count - DeadCount;

    public static SegmentView Of(Segment segment) => new(segment, segment.Count, new ulong[(segment.Capacity + 63) / 64], 0);

    public bool IsDead(int row) => (Dead[row >> 6] >> (row & 63) & 1) != 0;
}
