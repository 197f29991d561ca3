namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// The nearest rows, exactly, by a look at every one in bytes: each score is known within a bound, and those rows that can be among the best
/// are read from disk in floats and scored again, best upper bound first, until no other can do better.
/// </summary>
internal static class QuantisedScan
{
    private const int BlockRows = 1024;

    // A block of which a filter refuses all is not read: small ones are refused more often.
    private const int FilteredBlockRows = 256;

    public static async Task<IEnumerable<Found>> SearchAsync(VectorSnapshot snapshot, ScanQuery query, int threads, CancellationToken cancellationToken)
    {
        var (shorts, scale, slack) = Quantisation.OfQuery(query.Vector, query.Vector.Length);
        var lists = Enumerable.Range(0, threads).Select(_ => new CandidateList(query.Limit, query.Threshold)).ToArray();
        int size = query.Filter.LooksAtMedia ? FilteredBlockRows : BlockRows;
        await ScanBlock.ForEachAsync(snapshot, size, threads, (thread, block) => Look(block, query, shorts, scale, slack, lists[thread]), cancellationToken);
        return Rescore(lists.SelectMany(l => l.Rows), query);
    }

    private static unsafe void Look(ScanBlock block, ScanQuery query, short[] shorts, float scale, float slack, CandidateList list)
    {
        if (!block.MayHold(query.Filter))
            return;
        Span<int> sums = stackalloc int[BlockRows];
        sums = sums[..block.Count];
        var segment = block.View.Segment;
        fixed (short* vector = shorts)
            DotProduct.OfBytes(segment.Rows.Bytes(block.Start), vector, shorts.Length, sums);

        Span<float> uppers = stackalloc float[BlockRows];
        uppers = uppers[..block.Count];
        var errors = segment.Rows.Errors(block.Start, block.Count);
        Scores.UpperBounds(sums, segment.Rows.Scales(block.Start, block.Count), errors, (scale, slack), uppers);
        float floor = list.Floor;
        for (int i = Scores.NextReaching(uppers, 0, floor); i < uppers.Length; i = Scores.NextReaching(uppers, i + 1, floor))
        {
            if (!block.Passes(block.Start + i, query.Filter))
                continue;
            list.Add(new Candidate(new Place(segment, block.Start + i), uppers[i] - 2 * (errors[i] + slack), uppers[i]));
            floor = list.Floor;
        }

        GC.KeepAlive(segment);
    }

    private static unsafe IEnumerable<Found> Rescore(IEnumerable<Candidate> candidates, ScanQuery query)
    {
        var top = new TopHits(query.Limit, query.Threshold);
        float[] row = new float[query.Vector.Length];
        foreach (var candidate in candidates.OrderByDescending(c => c.Upper))
        {
            if (candidate.Upper < top.Floor)
                break;
            candidate.Place.Segment.ReadVector(candidate.Place.Row, row.AsSpan(0, query.Dimension));
            fixed (float* vector = query.Vector, values = row)
                top.Add(new Found(candidate.Place, DotProduct.OfFloats(values, vector, row.Length)));
        }

        return top.BestFirst;
    }
}
