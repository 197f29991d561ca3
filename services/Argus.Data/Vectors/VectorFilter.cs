namespace Argus.Data.Vectors;

/// <summary>Which points are meant: those for which every condition holds.</summary>
public sealed record VectorFilter
{
    /// <summary>Bounds of ranges lie below it: 2^53, from which on a store that counts in doubles is no longer exact.</summary>
    public const long MaxBound = 1L << 53;

    private const int MaxConditions = 32;

    /// <param name="conditions">1 to 32.</param>
    /// <exception cref="ArgumentException">There are none, or too many.</exception>
    public VectorFilter(params IReadOnlyList<VectorCondition> conditions)
    {
        if (conditions.Count is 0 or > MaxConditions)
            throw new ArgumentException($"A filter has 1 to {MaxConditions} conditions, not {conditions.Count}.", nameof(conditions));
        Conditions = conditions;
    }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<VectorCondition> Conditions { get; }

    /// <summary>Points of these pictures.</summary>
    public static VectorFilter OfMedia(params IEnumerable<long> mediaStoreIds) =>
        new(new FieldIn(VectorPayload.MediaStoreIdField, [.. mediaStoreIds.Select(id => (FieldValue)id)]));

    /// <summary>Points of all other pictures.</summary>
    public static VectorFilter NotOfMedia(params IEnumerable<long> mediaStoreIds) =>
        new(new FieldIn(VectorPayload.MediaStoreIdField, [.. mediaStoreIds.Select(id => (FieldValue)id)], not: true));

    /// <summary>Points of the pictures from one id to another, both included.</summary>
    public static VectorFilter MediaBetween(long? from, long? to) => new(new FieldBetween(VectorPayload.MediaStoreIdField, from, to));

    internal bool Holds(VectorPayload payload)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.Holds(payload[condition.Field]))
                return false;
        }

        return true;
    }
}
