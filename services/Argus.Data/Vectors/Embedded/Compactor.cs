namespace Argus.Data.Vectors.Embedded;

/// <summary>Writes what lives of some segments to a new file.</summary>
internal static class Compactor
{
    /// <returns>The new segment, flushed to disk; null where nothing lives.</returns>
    public static Segment? Rewrite(CompactionRun run, string path, RowLayout layout)
    {
        if (run.Deletions.Count == 0 && run.Views.All(v => v.Live == 0))
            return null;
        var file = SegmentFile.Create(path);
        var frame = new FrameWriter();
        frame.Clear();

        // Deletions come first: those of rows here have done their work, and must not reach the rows that came after them.
        foreach (var id in run.Deletions)
            frame.Add(SegmentRecord.Deletion(id), [], []);
        foreach (var view in run.Views)
        {
            for (int row = 0; row < view.Count; row++)
            {
                if (view.IsDead(row))
                    continue;
                view.Segment.ReadRecord(row, frame.AddPoint(view.Segment.RecordBytes(row)));
                if (frame.IsFull)
                    Append(file, frame);
            }
        }

        if (!frame.IsEmpty)
            Append(file, frame);
        file.Flush();
        return SegmentLoader.Load(file, file.Length, layout, 0);
    }

    private static void Append(SegmentFile file, FrameWriter frame)
    {
        file.Append(frame, flush: false);
        frame.Clear();
    }
}
