using System.Buffers;
using System.Globalization;

namespace Argus.LocalCluster.Schema;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>1.5s</c>, <c>100ms</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Nanoseconds)[] Units =
        [("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9)];

    public static TimeSpan? TryParse(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan();
        bool negative = rest.StartsWith("-", StringComparison.Ordinal);
        if (negative || rest.StartsWith("+", StringComparison.Ordinal))
            rest = rest[1..];
        if (rest is "0")
            return TimeSpan.Zero;
        if (rest.IsEmpty)
            return null;
        double total = 0;
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
                return null;
            rest = rest[digits..];
            int end = rest.IndexOfAny(Digits);
            ReadOnlySpan<char> unit = end < 0 ? rest : rest[..end];
            if (Scale(unit) is not { } scale)
                return null;
            total += number * scale;
            rest = rest[unit.Length..];
        }

        // Rounded up: what is shorter than a tick is not nothing.
        double ticks = Math.Ceiling(total / 100);
        return ticks > long.MaxValue ? null : TimeSpan.FromTicks((long)ticks * (negative ? -1 : 1));
    }

    private static double? Scale(ReadOnlySpan<char> unit)
    {
        foreach ((string name, double scale) in Units)
        {
            if (unit.SequenceEqual(name))
                return scale;
        }

        return null;
    }
}
