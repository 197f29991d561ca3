namespace Argus.Data.Vectors;

/// <summary>A field is a number from one bound to another, both included.</summary>
public sealed record FieldBetween : VectorCondition
{
    /// <param name="field">Of the payload.</param>
    /// <param name="from">Smallest; null: no bound.</param>
    /// <param name="to">Largest; null: no bound.</param>
    /// <exception cref="ArgumentException">There is no bound, or one is at 2^53 or beyond, or not a number.</exception>
    public FieldBetween(string field, double? from, double? to)
        : base(field)
    {
        if (from is null && to is null)
            throw new ArgumentException($"A range of '{field}' needs a bound.", nameof(from));
        if (!IsBound(from) || !IsBound(to))
            throw new ArgumentException($"The bounds of '{field}' must lie between -2^53 and 2^53.", nameof(from));
        From = from;
        To = to;
    }

    /// <summary>Smallest; null: no bound.</summary>
    public double? From { get; }

    /// <summary>Largest; null: no bound.</summary>
    public double? To { get; }

    internal override bool Holds(FieldValue? value) => value?.Value switch
    {
        long number => Holds(number),
        double number => !(number < From) && !(number > To),
        _ => false,
    };

    internal override bool Holds(long value) => !(value < From) && !(value > To);

    private static bool IsBound(double? bound) => bound is null or (> -VectorFilter.MaxBound and < VectorFilter.MaxBound);
}
