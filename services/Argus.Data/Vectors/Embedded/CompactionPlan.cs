namespace Argus.Data.Vectors.Embedded;

/// <summary>Chooses what to rewrite: segments of which at least half the records can go, and small neighbours.</summary>
internal static class CompactionPlan
{
    /// <param name="snapshot">Its last segment is being written and stays out of it.</param>
    /// <param name="capacity">Most records of a segment.</param>
    /// <param name="all">Whether a single record that can go is reason enough.</param>
    /// <returns>The first run; null: nothing is worth it.</returns>
    public static CompactionRun? First(VectorSnapshot snapshot, int capacity, bool all)
    {
        HashSet<PointId> deadEarlier = [];
        List<SegmentView> run = [];
        List<PointId> deletions = [];
        int kept = 0;
        bool worthIt = false;
        foreach (var view in snapshot.Views.SkipLast(1))
        {
            PointId[] needed = [.. view.Segment.Deletions.Select(d => d.Id).Where(deadEarlier.Contains).Distinct()];
            int keeps = view.Live + needed.Length;
            int records = view.Count + view.Segment.Deletions.Count;
            bool worth = keeps < records && (all || keeps * 2 <= records);
            bool joins = worth || keeps * 2 <= capacity;
            if (run.Count > 0 && (!joins || kept + keeps > capacity))
            {
                if (worthIt || run.Count > 1)
                    break;
                run.Clear();
                deletions.Clear();
                (kept, worthIt) = (0, false);
            }

            if (joins)
            {
                run.Add(view);
                deletions.AddRange(needed);
                (kept, worthIt) = (kept + keeps, worthIt || worth);
            }

            deadEarlier.UnionWith(Dead(view));
        }

        return worthIt || run.Count > 1 ? new CompactionRun(run, [.. deletions.Distinct()]) : null;
    }

    private static IEnumerable<PointId> Dead(SegmentView view) => Enumerable.Range(0, view.Count).Where(view.IsDead).Select(view.Segment.Id);
}
