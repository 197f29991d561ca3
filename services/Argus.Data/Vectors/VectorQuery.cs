namespace Argus.Data.Vectors;

/// <summary>What to look for.</summary>
public sealed record VectorQuery
{
    private const int MaxLimit = 10_000;

    /// <param name="vector">As long as the collection's vectors, finite and not all zero; its length does not matter.</param>
    /// <param name="limit">Most hits, 1 to 10,000.</param>
    /// <exception cref="ArgumentException">A value is out of bounds.</exception>
    public VectorQuery(float[] vector, int limit = 10)
    {
        if (limit is < 1 or > MaxLimit)
            throw new ArgumentException($"A search gives 1 to {MaxLimit} hits, not {limit}.", nameof(limit));
        Vector = vector;
        Limit = limit;
    }

    /// <summary>What hits are like.</summary>
    public float[] Vector { get; }

    /// <summary>Most hits.</summary>
    public int Limit { get; }

    /// <summary>Least cosine similarity of a hit, −1 to 1, included; null: any.</summary>
    public float? Threshold { get; init; }

    /// <summary>Which points are looked at; null: all.</summary>
    public VectorFilter? Filter { get; init; }
}
