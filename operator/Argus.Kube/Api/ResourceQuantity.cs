using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Argus.Kube.Api;

/// <summary>
/// An amount of a resource, such as <c>1500m</c> or <c>2Gi</c>. Exact down to a billionth; finer ones are rounded away from zero and larger ones than 2^63-1 capped, as the API server does.
/// Equal amounts are equal however they are written; <see cref="ToString"/> gives the canonical form.
/// </summary>
[JsonConverter(typeof(ResourceQuantityConverter))]
public readonly struct ResourceQuantity : IEquatable<ResourceQuantity>, IComparable<ResourceQuantity>, ISpanParsable<ResourceQuantity>
{
    private const decimal Max = long.MaxValue;
    private const decimal Billion = 1_000_000_000m;
    private const string DecimalSuffixes = "num kMGTPE";
    private const string BinarySuffixes = "KMGTPE";
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private readonly QuantityFormat _format;

    private ResourceQuantity(decimal value, QuantityFormat format)
    {
        Value = Math.Clamp(RoundToBillionths(value), -Max, Max);
        _format = format;
    }

    /// <summary>The amount in units: cores, bytes, devices.</summary>
    public decimal Value { get; }

    /// <summary>The amount in units, rounded up, as schedulers count bytes and devices.</summary>
    public long Units => (long)Math.Ceiling(Value);

    /// <summary>The amount in thousandths, rounded up, as schedulers count processors.</summary>
    public long MilliUnits => (long)Math.Min(Math.Ceiling(Value * 1000), Max);

    /// <summary>Processors and counts: written with m, k, M, G.</summary>
    public static ResourceQuantity FromDecimal(decimal value) => new(value, QuantityFormat.DecimalSI);

    /// <summary>Memory: written with Ki, Mi, Gi.</summary>
    public static ResourceQuantity FromBytes(long bytes) => new(bytes, QuantityFormat.BinarySI);

    /// <inheritdoc/>
    /// <exception cref="FormatException">Not a quantity.</exception>
    public static ResourceQuantity Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public static ResourceQuantity Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result)
            ? result
            : throw new FormatException($"'{s}' is not a quantity: write a number with an optional suffix, such as 500m, 2, 1.5Gi or 20G.");

    /// <summary>False when it is not a quantity.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out ResourceQuantity result) => TryParse(s.AsSpan(), null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ResourceQuantity result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ResourceQuantity result)
    {
        result = default;
        int sign = s.Length > 0 && s[0] is '+' or '-' ? 1 : 0;
        int end = s[sign..].IndexOfAnyExcept(NumberCharacters);
        var digits = end < 0 ? s[sign..] : s.Slice(sign, end);
        var suffix = end < 0 ? default : s[(sign + end)..];
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            || !TryScale(ref value, suffix, out var format))
            return false;
        result = new ResourceQuantity(s[0] == '-' ? -value : value, format);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(ResourceQuantity other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ResourceQuantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(ResourceQuantity other) => Value.CompareTo(other.Value);

    /// <summary>The canonical form: no fraction, and the largest suffix that loses nothing.</summary>
    public override string ToString()
    {
        if (_format == QuantityFormat.BinarySI && Math.Abs(Value) >= 1024 && decimal.IsInteger(Value))
            return BinaryText();
        decimal number = Value * Billion;
        int exponent = -9;
        for (; exponent < 18 && number != 0 && number % 1000 == 0; exponent += 3)
            number /= 1000;
        string suffix = exponent == 0 || number == 0 ? ""
            : _format == QuantityFormat.DecimalExponent ? $"e{exponent}"
            : DecimalSuffixes[(exponent / 3) + 3].ToString();
        return decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture) + suffix;
    }

    public static bool operator ==(ResourceQuantity left, ResourceQuantity right) => left.Equals(right);

    public static bool operator !=(ResourceQuantity left, ResourceQuantity right) => !left.Equals(right);

    public static bool operator <(ResourceQuantity left, ResourceQuantity right) => left.Value < right.Value;

    public static bool operator >(ResourceQuantity left, ResourceQuantity right) => left.Value > right.Value;

    public static bool operator <=(ResourceQuantity left, ResourceQuantity right) => left.Value <= right.Value;

    public static bool operator >=(ResourceQuantity left, ResourceQuantity right) => left.Value >= right.Value;

    /// <summary>The sum, written like the left one unless that is zero.</summary>
    public static ResourceQuantity operator +(ResourceQuantity left, ResourceQuantity right) =>
        new(left.Value + right.Value, left.Value == 0 ? right._format : left._format);

    /// <summary>The difference, written like the left one unless that is zero.</summary>
    public static ResourceQuantity operator -(ResourceQuantity left, ResourceQuantity right) =>
        new(left.Value - right.Value, left.Value == 0 ? right._format : left._format);

    private string BinaryText()
    {
        long number = (long)Value;
        int power = 0;
        for (; power < BinarySuffixes.Length && number % 1024 == 0; power++)
            number /= 1024;
        return power == 0 ? number.ToString(CultureInfo.InvariantCulture) : $"{number}{BinarySuffixes[power - 1]}i";
    }

    private static bool TryScale(ref decimal value, ReadOnlySpan<char> suffix, out QuantityFormat format)
    {
        format = QuantityFormat.DecimalSI;
        if (suffix.IsEmpty)
            return true;
        if (suffix is [_, 'i'] && BinarySuffixes.IndexOf(suffix[0], StringComparison.Ordinal) is var power and >= 0)
        {
            format = QuantityFormat.BinarySI;
            value = Multiply(value, 1L << (10 * (power + 1)));
            return true;
        }

        if (suffix.Length == 1 && suffix[0] != ' ' && DecimalSuffixes.IndexOf(suffix[0], StringComparison.Ordinal) is var index and >= 0)
        {
            value = Shift(value, (index - 3) * 3);
            return true;
        }

        if (suffix[0] is not ('e' or 'E') || !int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent))
            return false;
        format = QuantityFormat.DecimalExponent;
        value = Shift(value, exponent);
        return true;
    }

    private static decimal Shift(decimal value, int exponent)
    {
        int digits = (int)Math.Min(Math.Abs((long)exponent), 28);
        decimal factor = 1;
        for (int i = 0; i < digits; i++)
            factor *= 10;
        return exponent >= 0 ? Multiply(value, factor) : value / factor;
    }

    private static decimal Multiply(decimal value, decimal factor) => value > Max / factor ? Max : value * factor;

    private static decimal RoundToBillionths(decimal value)
    {
        if (Math.Abs(value) >= Max)
            return value;
        decimal scaled = value * Billion;
        return (scaled < 0 ? Math.Floor(scaled) : Math.Ceiling(scaled)) / Billion;
    }
}
