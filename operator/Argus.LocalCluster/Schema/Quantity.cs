using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>A resource quantity: a decimal number with a suffix of ten (n u m k M G T P E, or an exponent) or of two (Ki Mi Gi Ti Pi Ei).</summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    /// <summary>What the server says of a text that is no quantity.</summary>
    public const string Form = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private const int Nano = 9;
    private static readonly string[] Binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly (string Suffix, int Power)[] Decimal =
        [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

    private readonly BigInteger _nanos;
    private readonly bool _binary;

    private Quantity(BigInteger nanos, bool binary) => (_nanos, _binary) = (nanos, binary);

    /// <summary>The value in whole units, rounded up as the server rounds.</summary>
    public long Value => (long)BigInteger.Min(long.MaxValue, (_nanos + BigInteger.Pow(10, Nano) - 1) / BigInteger.Pow(10, Nano));

    public bool IsWhole => _nanos % BigInteger.Pow(10, Nano) == 0;

    public bool IsNegative => _nanos.Sign < 0;

    public double AsDouble => (double)_nanos / 1e9;

    public static Quantity operator +(Quantity a, Quantity b) => new(a._nanos + b._nanos, a._binary);

    public static Quantity operator -(Quantity a, Quantity b) => new(a._nanos - b._nanos, a._binary);

    public static bool operator <(Quantity a, Quantity b) => a.CompareTo(b) < 0;

    public static bool operator <=(Quantity a, Quantity b) => a.CompareTo(b) <= 0;

    public static bool operator >(Quantity a, Quantity b) => a.CompareTo(b) > 0;

    public static bool operator >=(Quantity a, Quantity b) => a.CompareTo(b) >= 0;

    public static Quantity? Parse(JsonNode? node) =>
        node is JsonValue value ? TryParse(node.AsText() ?? value.ToJsonString()) : null;

    public static Quantity? TryParse(string text)
    {
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.' || (end == 0 && text[end] is '+' or '-')))
            end++;
        string suffix = text[end..];
        string number = text[..end];
        if (!number.Any(char.IsAsciiDigit) || number.Count(c => c == '.') > 1)
            return null;
        int binary = Array.IndexOf(Binary, suffix);
        if (binary >= 0)
            return Scale(number, BigInteger.Pow(1024, binary + 1), 0) is { } scaled ? new Quantity(scaled, true) : null;
        return PowerOf(suffix) is { } power && Scale(number, BigInteger.One, power) is { } nanos ? new Quantity(nanos, false) : null;
    }

    /// <summary>The form in which the server writes a quantity, for instance 1 for 1000m; null where the value is no quantity.</summary>
    public static string? Canonical(JsonNode? node) => Parse(node)?.ToString();

    public int CompareTo(Quantity other) => _nanos.CompareTo(other._nanos);

    public override string ToString()
    {
        BigInteger unit = BigInteger.Pow(10, Nano);
        if (_nanos.IsZero)
            return "0";
        if (_binary && _nanos % unit == 0 && BigInteger.Abs(_nanos / unit) >= 1024)
        {
            BigInteger value = _nanos / unit;
            int power = 0;
            while (power < Binary.Length && value % 1024 == 0)
                (value, power) = (value / 1024, power + 1);
            return value.ToString(CultureInfo.InvariantCulture) + (power == 0 ? "" : Binary[power - 1]);
        }

        for (int i = Decimal.Length - 1; i >= 0; i--)
        {
            BigInteger scale = BigInteger.Pow(10, Nano + Decimal[i].Power);
            if (_nanos % scale == 0)
                return (_nanos / scale).ToString(CultureInfo.InvariantCulture) + Decimal[i].Suffix;
        }

        return _nanos.ToString(CultureInfo.InvariantCulture) + "n";
    }

    private static int? PowerOf(string suffix)
    {
        foreach ((string name, int power) in Decimal)
        {
            if (name == suffix)
                return power;
        }

        return suffix.Length > 1 && suffix[0] is 'e' or 'E'
            && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent)
            && Math.Abs(exponent) <= 18
            ? exponent
            : null;
    }

    private static BigInteger? Scale(string number, BigInteger factor, int power)
    {
        int dot = number.IndexOf('.', StringComparison.Ordinal);
        string digits = dot < 0 ? number : number.Remove(dot, 1);
        int places = dot < 0 ? 0 : number.Length - dot - 1;
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole))
            return null;
        int shift = Nano + power - places;
        BigInteger scaled = whole * factor;
        if (shift >= 0)
            return scaled * BigInteger.Pow(10, shift);
        BigInteger divisor = BigInteger.Pow(10, -shift);
        // what is finer than a nano is rounded away from zero, as the server does
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(scaled), divisor, out BigInteger rest);
        return scaled.Sign * (rest.IsZero ? quotient : quotient + 1);
    }
}
