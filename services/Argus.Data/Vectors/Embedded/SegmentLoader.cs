using System.Runtime.InteropServices;

namespace Argus.Data.Vectors.Embedded;

/// <summary>Reads a segment file into memory, holding every frame against its checksum.</summary>
internal static class SegmentLoader
{
    private const int SearchBytes = 1024 * 1024;

    /// <param name="file">At its start.</param>
    /// <param name="sealedBytes">The bytes that a finished file must have; null: it was being written, so that its last frame may be torn and is then cut off.</param>
    /// <param name="layout">Of the rows in memory.</param>
    /// <param name="capacity">Least rows to make room for.</param>
    /// <exception cref="VectorStoreRefusedException">A frame is damaged that had been written wholly.</exception>
    public static Segment Load(SegmentFile file, long? sealedBytes, RowLayout layout, int capacity)
    {
        long limit = sealedBytes ?? file.Length;
        if (sealedBytes > file.Length)
            throw Damaged(file, file.Length);
        var frames = Walk(file, limit);
        long end = frames.Count == 0 ? 0 : frames[^1].Offset + Frame.HeadBytes + frames[^1].Frame.BodyBytes;
        if (end < limit && (sealedBytes is not null || HasLater(file, end, (ulong)frames.Count + 1)))
            throw Damaged(file, end);

        var segment = new Segment(file, layout, Math.Max(capacity, frames.Sum(f => f.Frame.Rows)));
        byte[] body = new byte[frames.Select(f => f.Frame.BodyBytes).DefaultIfEmpty().Max()];
        foreach (var (offset, frame) in frames)
        {
            var bytes = body.AsSpan(0, frame.BodyBytes);
            file.Read(offset + Frame.HeadBytes, bytes);
            if (Frame.Checksum(bytes) == frame.BodyChecksum)
            {
                AddRecords(segment, layout, bytes, offset + Frame.HeadBytes);
                continue;
            }

            // Frame N+1 is written only after frame N is on the disk: only the last can be torn.
            if (sealedBytes is not null || frame.Sequence != (ulong)frames.Count)
                throw Damaged(file, offset);
            file.CutAt(offset, frame.Sequence - 1);
            return segment;
        }

        file.CutAt(end, (ulong)frames.Count);
        return segment;
    }

    /// <summary>Adds the records of a frame's body.</summary>
    /// <param name="segment">Where to.</param>
    /// <param name="layout">Of its rows.</param>
    /// <param name="body">Of the frame.</param>
    /// <param name="offset">Where the body is in the file.</param>
    public static void AddRecords(Segment segment, RowLayout layout, ReadOnlySpan<byte> body, long offset)
    {
        for (int at = 0; at < body.Length;)
        {
            var record = SegmentRecord.Read(body[at..]);
            if (record.IsPoint)
                segment.Add(record, offset + at, MemoryMarshal.Cast<byte, float>(body.Slice(at + SegmentRecord.HeadBytes, layout.Dimension * sizeof(float))));
            else
                segment.Deletions.Add((record.Id, segment.Count));
            at += record.Bytes(layout.Dimension);
        }
    }

    private static List<(long Offset, Frame Frame)> Walk(SegmentFile file, long limit)
    {
        List<(long, Frame)> frames = [];
        Span<byte> head = stackalloc byte[Frame.HeadBytes];
        for (long offset = 0; offset + Frame.HeadBytes <= limit;)
        {
            file.Read(offset, head);
            if (Frame.Read(head) is not { } frame || frame.Sequence != (ulong)frames.Count + 1 || offset + Frame.HeadBytes + frame.BodyBytes > limit)
                break;
            frames.Add((offset, frame));
            offset += Frame.HeadBytes + frame.BodyBytes;
        }

        return frames;
    }

    // Windows overlap by a head, so that none is missed at a border.
    private static bool HasLater(SegmentFile file, long from, ulong sequence)
    {
        byte[] window = new byte[SearchBytes];
        for (; from < file.Length; from += SearchBytes - Frame.HeadBytes)
        {
            var bytes = window.AsSpan(0, (int)Math.Min(SearchBytes, file.Length - from));
            file.Read(from, bytes);
            if (Frame.FindLater(bytes, sequence) >= 0)
                return true;
        }

        return false;
    }

    private static VectorStoreRefusedException Damaged(SegmentFile file, long offset) => new(
        $"{file.Path} is damaged at byte {offset}: what was written there is not there any more. Put the folder back from a copy, or delete the folder of the collection and embed its media again.");
}
