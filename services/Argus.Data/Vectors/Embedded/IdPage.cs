namespace Argus.Data.Vectors.Embedded;

/// <summary>The rows with the lowest ids from one on.</summary>
internal static class IdPage
{
    public static Place[] Of(VectorSnapshot snapshot, PointId from, RowFilter filter, int count)
    {
        var highestFirst = new PriorityQueue<Place, PointId>(Comparer<PointId>.Create((a, b) => b.CompareTo(a)));
        foreach (var view in snapshot.Views)
        {
            for (int row = 0; row < view.Count; row++)
            {
                var id = view.Segment.Id(row);
                if (id < from || view.IsDead(row) || (highestFirst.Count == count && id > highestFirst.Peek().Id))
                    continue;
                if (!filter.MayHold(view.Segment, row) || !filter.Holds(view.Segment, row))
                    continue;
                if (highestFirst.Count < count)
                    highestFirst.Enqueue(new Place(view.Segment, row), id);
                else
                    highestFirst.EnqueueDequeue(new Place(view.Segment, row), id);
            }
        }

        return [.. highestFirst.UnorderedItems.Select(i => i.Element).OrderBy(p => p.Id)];
    }
}
