namespace Argus.Data.Vectors.Embedded;

/// <summary>The nearest rows by a look at every one, in floats.</summary>
internal static class FloatScan
{
    private const int BlockRows = 256;

    public static async Task<IEnumerable<Found>> SearchAsync(VectorSnapshot snapshot, ScanQuery query, int threads, CancellationToken cancellationToken)
    {
        var tops = Enumerable.Range(0, threads).Select(_ => new TopHits(query.Limit, query.Threshold)).ToArray();
        await ScanBlock.ForEachAsync(snapshot, BlockRows, threads, (thread, block) => Look(block, query, tops[thread]), cancellationToken);
        var all = new TopHits(query.Limit, query.Threshold);
        foreach (var found in tops.SelectMany(t => t.BestFirst))
            all.Add(found);
        return all.BestFirst;
    }

    private static unsafe void Look(ScanBlock block, ScanQuery query, TopHits top)
    {
        if (!block.MayHold(query.Filter))
            return;
        Span<float> scores = stackalloc float[BlockRows];
        scores = scores[..block.Count];
        var segment = block.View.Segment;
        fixed (float* vector = query.Vector)
            DotProduct.OfFloats(segment.Rows.Floats(block.Start), vector, query.Vector.Length, scores);

        float floor = top.Floor;
        for (int i = Scores.NextReaching(scores, 0, floor); i < scores.Length; i = Scores.NextReaching(scores, i + 1, floor))
        {
            if (!block.Passes(block.Start + i, query.Filter))
                continue;
            top.Add(new Found(new Place(segment, block.Start + i), scores[i]));
            floor = top.Floor;
        }

        // The rows' memory is freed when nobody refers to it.
        GC.KeepAlive(segment);
    }
}
