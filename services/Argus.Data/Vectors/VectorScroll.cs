namespace Argus.Data.Vectors;

/// <summary>Which part of a collection to list, in the order of ids.</summary>
public sealed record VectorScroll
{
    private const int MaxLimit = 10_000;

    /// <param name="limit">Most points of a page, 1 to 10,000.</param>
    /// <exception cref="ArgumentException">It is out of bounds.</exception>
    public VectorScroll(int limit = 100) =>
        Limit = limit is >= 1 and <= MaxLimit ? limit : throw new ArgumentException($"A page has 1 to {MaxLimit} points, not {limit}.", nameof(limit));

    /// <summary>Most points of a page.</summary>
    public int Limit { get; }

    /// <summary>First id of the page: <see cref="VectorPage.Next"/> of the page before; null: from the start.</summary>
    public PointId? From { get; init; }

    /// <summary>Which points are listed; null: all.</summary>
    public VectorFilter? Filter { get; init; }
}
