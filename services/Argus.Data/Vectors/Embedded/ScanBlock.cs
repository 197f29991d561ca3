namespace Argus.Data.Vectors.Embedded;

/// <summary>Rows of one segment that one thread takes at a time.</summary>
internal readonly record struct ScanBlock(SegmentView View, int Start, int Count)
{
    private const int Size = 256;

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
    /// Lets threads take blocks in turn until none is left. Neighbouring blocks go to one thread, as memory is read fastest in a row;
    /// a few dozen portions let a thread that was late catch up.
    /// </summary>
    public static async Task ForEachAsync(VectorSnapshot snapshot, int threads, Action<int, ScanBlock> take, CancellationToken cancellationToken)
    {
        const int portion = 4096 / Size;
        ScanBlock[] blocks =
        [
            .. from view in snapshot.Views
               from start in Enumerable.Range(0, (view.Count + Size - 1) / Size)
               select new ScanBlock(view, start * Size, Math.Min(Size, view.Count - start * Size)),
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
