namespace Argus.Data.Vectors.Embedded;

/// <summary>Rows that can still be among the best: their upper bound reaches the least of the best lower bounds.</summary>
internal sealed class CandidateList(int limit, float threshold)
{
    private readonly PriorityQueue<float, float> _lowest = new();
    private List<Candidate> _rows = [];
    private int _tidyAt = 4096;

    /// <summary>What an upper bound must reach to matter.</summary>
    public float Floor => _lowest.Count == limit ? MathF.Max(_lowest.Peek(), threshold) : threshold;

    public IReadOnlyList<Candidate> Rows => _rows;

    public void Add(Candidate row)
    {
        _rows.Add(row);
        if (_lowest.Count < limit)
            _lowest.Enqueue(row.Lower, row.Lower);
        else if (row.Lower > _lowest.Peek())
            _lowest.EnqueueDequeue(row.Lower, row.Lower);

        // Where rows come from worst to best, all would stay.
        if (_rows.Count < _tidyAt)
            return;
        _rows = [.. _rows.Where(r => r.Upper >= Floor)];
        _tidyAt = Math.Max(_tidyAt, 2 * _rows.Count);
    }
}
