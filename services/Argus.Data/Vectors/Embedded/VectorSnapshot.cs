namespace Argus.Data.Vectors.Embedded;

/// <summary>A collection as it was at one moment, oldest segment first; the last is being written.</summary>
internal sealed record VectorSnapshot(IReadOnlyList<SegmentView> Views)
{
    public long Live => Views.Sum(v => (long)v.Live);

    public SegmentView? ViewOf(Segment segment) => Views.FirstOrDefault(v => v.Segment == segment);

    /// <summary>The live row of an id by looking at all, newest first: for the moment in which the index is behind.</summary>
    public Place? Find(PointId id)
    {
        foreach (var view in Views.Reverse())
        {
            for (int row = view.Count - 1; row >= 0; row--)
            {
                if (view.Segment.Id(row) == id && !view.IsDead(row))
                    return new Place(view.Segment, row);
            }
        }

        return null;
    }

    /// <summary>All live rows that a filter lets pass.</summary>
    public IEnumerable<Place> Rows(RowFilter filter)
    {
        foreach (var view in Views)
        {
            for (int row = 0; row < view.Count; row++)
            {
                if (!view.IsDead(row) && filter.MayHold(view.Segment, row) && filter.Holds(view.Segment, row))
                    yield return new Place(view.Segment, row);
            }
        }
    }
}
