namespace Argus.Data.Vectors;

/// <summary>A scalar of a payload: a text, an integer, a fraction, or true and false. A fraction without a fractional part is the integer, as 2.0 is 2.</summary>
public readonly record struct FieldValue
{
    private readonly object? _value;

    private FieldValue(object value) => _value = value;

    /// <summary>A string, long, double or bool.</summary>
    public object Value => _value ?? "";

    public static implicit operator FieldValue(string text) => new(text ?? throw new ArgumentNullException(nameof(text)));

    public static implicit operator FieldValue(long number) => new(number);

    public static implicit operator FieldValue(bool flag) => new(flag);

    /// <exception cref="ArgumentException">It is infinite or not a number.</exception>
    public static implicit operator FieldValue(double number) =>
        !double.IsFinite(number) ? throw new ArgumentException($"A field cannot be {number}.", nameof(number))
        : double.IsInteger(number) && Math.Abs(number) < VectorFilter.MaxBound ? new((long)number)
        : new(number);

    public override string ToString() => FormattableString.Invariant($"{Value}");
}
