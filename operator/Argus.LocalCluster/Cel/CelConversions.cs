using System.Globalization;
using System.Text;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

/// <summary>int(), string() and the like.</summary>
internal static class CelConversions
{
    public static object? Run(string type, object? value) => (type, value) switch
    {
        ("int", long) or ("uint", ulong) or ("double", double) or ("bool", bool) => value,
        ("bytes", CelBytes) or ("timestamp", DateTimeOffset) or ("duration", TimeSpan) => value,
        ("int", double number) => double.IsNaN(number) || Math.Abs(number) >= 9.2233720368547758e18 ? Range : (long)number,
        ("int", ulong number) => number > long.MaxValue ? Range : (long)number,
        ("int", string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole : Bad("int", text),
        ("int", DateTimeOffset time) => time.ToUnixTimeSeconds(),
        ("int", TimeSpan duration) => duration.Ticks * 100,
        ("uint", long number) => number < 0 ? Range : (ulong)number,
        ("uint", double number) => number is >= 0 and < 1.8446744073709552e19 ? (ulong)number : Range,
        ("uint", string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole) ? whole : Bad("uint", text),
        ("double", long or ulong) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        ("double", string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : Bad("double", text),
        ("bool", "true" or "True" or "TRUE" or "t" or "1") => true,
        ("bool", "false" or "False" or "FALSE" or "f" or "0") => false,
        ("bool", string text) => Bad("bool", text),
        ("bytes", string text) => new CelBytes(Encoding.UTF8.GetBytes(text)),
        ("timestamp", string text) => Formats.IsTime(text)
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : Bad("timestamp", text),
        ("timestamp", long seconds) => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, -62135596800, 253402300799)),
        ("duration", string text) => GoDuration.TryParse(text) is { } duration ? duration : Bad("duration", text),
        ("string", not (null or List<object?> or CelObject or Dictionary<object, object?>)) => CelValues.Print(value),
        _ => CelError.NoOverload,
    };

    private static CelError Range => new("range error");

    private static CelError Bad(string type, string text) => new($"type conversion error from string to {type}: {Causes.Quoted(text)}");
}
