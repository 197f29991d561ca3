using System.Collections.Frozen;

namespace Argus.Data.Vectors;

/// <summary>A field is one of some values, or none of them.</summary>
public sealed record FieldIn : VectorCondition
{
    private const int MaxValues = 10_000;
    private readonly FrozenSet<FieldValue> _set;
    private readonly FrozenSet<long> _numbers;

    /// <param name="field">Of the payload.</param>
    /// <param name="values">1 to 10,000, all texts or all integers.</param>
    /// <param name="not">True: none of them; a point without the field passes.</param>
    /// <exception cref="ArgumentException">The name or the values are not of that kind.</exception>
    public FieldIn(string field, IReadOnlyList<FieldValue> values, bool not = false)
        : base(field)
    {
        if (values.Count is 0 or > MaxValues)
            throw new ArgumentException($"A condition on '{field}' takes 1 to {MaxValues} values, not {values.Count}.", nameof(values));
        if (!values.All(v => v.Value is string) && !values.All(v => v.Value is long))
            throw new ArgumentException($"A condition on '{field}' takes texts or integers, all of one kind.", nameof(values));
        _set = values.ToFrozenSet();
        _numbers = values.Select(v => v.Value).OfType<long>().ToFrozenSet();
        Not = not;
    }

    /// <summary>Each once.</summary>
    public IReadOnlyCollection<FieldValue> Values => _set;

    /// <summary>Whether none of them may be the value.</summary>
    public bool Not { get; }

    internal override bool Holds(FieldValue? value) => (value is { } known && _set.Contains(known)) != Not;

    internal override bool Holds(long value) => _numbers.Contains(value) != Not;
}
