namespace Argus.Data.Vectors.Embedded;

/// <summary>Rows of one segment that one thread takes at a time.</summary>
internal readonly record struct ScanBlock(SegmentView View, int Start, int Count)
{
    private const int PortionRows = 4096;

    /// <summary>A block whose rows a filter on media store ids all refuses needs no look at its vectors.</summary>
    public bool MayHold(RowFilter filter)
    {
        if (!filter.LooksAtMedia)
            return true;
        for (int row = Start; row < Start + Count; row++)
        {
            if (filter.MayHold(View.Segment, row))
                return true;
        }

        return false;
    }

    public bool Passes(int row, RowFilter filter) => !View.IsDead(row) && filter.MayHold(View.Segment, row) && filter.Holds(View.Segment, row);

    /// <summary>
    /// Lets threads take blocks of <paramref name="size"/> rows, 4096 at most, in turn until none is left. They take some neighbouring ones at a time:
    /// few portions cost little, and a few dozen let a thread that was late catch up.
    /// </summary>
    public static async Task ForEachAsync(VectorSnapshot snapshot, int size, int threads, Action<int, ScanBlock> take, CancellationToken cancellationToken)
    {
        int portion = PortionRows / size;
        ScanBlock[] blocks =
        [
            .. from view in snapshot.Views
               from start in Enumerable.Range(0, (view.Count + size - 1) / size)
               select new ScanBlock(view, start * size, Math.Min(size, view.Count - start * size)),
        ];
        int next = 0;
        int used = Math.Min(threads, (blocks.Length + portion - 1) / portion);
        await Task.WhenAll(Enumerable.Range(0, used).Select(thread => Task.Run(() => Take(thread), cancellationToken)));

        void Take(int thread)
        {
            while (Interlocked.Add(ref next, portion) - portion is var first && first < blocks.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var block in blocks.AsSpan(first, Math.Min(portion, blocks.Length - first)))
                    take(thread, block);
            }
        }
    }
}
