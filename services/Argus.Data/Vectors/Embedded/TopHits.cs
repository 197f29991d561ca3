namespace Argus.Data.Vectors.Embedded;

/// <summary>The best rows so far.</summary>
internal sealed class TopHits(int limit, float threshold)
{
    private readonly PriorityQueue<Found, Found> _worstFirst = new();

    /// <summary>What a score must reach to matter.</summary>
    public float Floor => IsFull ? _worstFirst.Peek().Score : threshold;

    public bool IsFull => _worstFirst.Count == limit;

    public IEnumerable<Found> BestFirst => _worstFirst.UnorderedItems.Select(i => i.Element).OrderDescending();

    public void Add(Found found)
    {
        if (!(found.Score >= threshold))
            return;
        if (!IsFull)
            _worstFirst.Enqueue(found, found);
        else if (found > _worstFirst.Peek())
            _worstFirst.EnqueueDequeue(found, found);
    }
}
