using System.Globalization;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

/// <summary>Functions by name. <see cref="Names"/> is what the checker knows.</summary>
internal static class CelFunctions
{
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "size", "int", "uint", "double", "string", "bool", "bytes", "dyn", "timestamp", "duration", "quantity", "isQuantity", "matches",
        "sets.contains", "sets.intersects", "sets.equivalent", "optional.of", "optional.none",
        "contains", "startsWith", "endsWith", "lowerAscii", "upperAscii", "trim", "split", "replace", "indexOf", "lastIndexOf", "substring",
        "charAt", "find", "findAll", "format", "reverse", "join", "isSorted", "sum", "min", "max", "slice", "distinct", "hasValue", "value", "orValue",
        "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds",
        "isGreaterThan", "isLessThan", "compareTo", "add", "sub", "sign", "isInteger", "asInteger", "asApproximateFloat",
    };

    public static object? Global(string name, object?[] arguments) => (name, arguments) switch
    {
        ("!", [bool flag]) => !flag,
        ("-x", [long number]) => number == long.MinValue ? new CelError("integer overflow") : -number,
        ("-x", [double number]) => -number,
        ("size", [var value]) => Size(value),
        ("dyn", [var value]) => value,
        ("int" or "uint" or "double" or "string" or "bool" or "bytes" or "timestamp" or "duration", [var value]) => CelConversions.Run(name, value),
        ("quantity", [string text]) => Quantity.TryParse(text) is { } quantity ? quantity : new CelError(Quantity.Form),
        ("isQuantity", [string text]) => Quantity.TryParse(text) is not null,
        ("matches", [string text, string pattern]) => CelStrings.Matches(text, pattern),
        ("sets.contains", [List<object?> a, List<object?> b]) => b.TrueForAll(item => Holds(a, item)),
        ("sets.intersects", [List<object?> a, List<object?> b]) => b.Exists(item => Holds(a, item)),
        ("sets.equivalent", [List<object?> a, List<object?> b]) => b.TrueForAll(item => Holds(a, item)) && a.TrueForAll(item => Holds(b, item)),
        ("optional.of", [var value]) => new CelOptional(true, value),
        ("optional.none", []) => CelOptional.None,
        _ => CelError.NoOverload,
    };

    public static object? Member(string name, object? target, object?[] arguments) => (name, target, arguments) switch
    {
        ("size", _, []) => Size(target),
        (_, string text, _) => CelStrings.Member(name, text, arguments),
        (_, List<object?> list, _) => CelLists.Member(name, list, arguments),
        (_, Quantity quantity, _) => OfQuantity(name, quantity, arguments),
        (_, DateTimeOffset time, _) => OfTime(name, time, arguments),
        (_, TimeSpan duration, []) => OfDuration(name, duration),
        ("hasValue", CelOptional optional, []) => optional.HasValue,
        ("value", CelOptional optional, []) => optional.HasValue ? optional.Value : new CelError("optional.none() dereference"),
        ("orValue", CelOptional optional, [var other]) => optional.HasValue ? optional.Value : other,
        _ => CelError.NoOverload,
    };

    private static bool Holds(List<object?> list, object? item) => list.Exists(known => CelValues.AreEqual(known, item));

    private static object Size(object? value) => value switch
    {
        string text => text.EnumerateRunes().LongCount(),
        CelBytes bytes => (long)bytes.Value.Length,
        List<object?> list => (long)list.Count,
        _ => CelValues.Keys(value) is { } keys ? keys.LongCount() : CelError.NoOverload,
    };

    private static object? OfQuantity(string name, Quantity quantity, object?[] arguments) => (name, arguments) switch
    {
        ("isGreaterThan", [Quantity other]) => quantity > other,
        ("isLessThan", [Quantity other]) => quantity < other,
        ("compareTo", [Quantity other]) => (long)quantity.CompareTo(other),
        ("add", [Quantity other]) => quantity + other,
        ("add", [long other]) => quantity + Whole(other),
        ("sub", [Quantity other]) => quantity - other,
        ("sub", [long other]) => quantity - Whole(other),
        ("sign", []) => (long)quantity.CompareTo(Whole(0)),
        ("isInteger", []) => quantity.IsWhole,
        ("asInteger", []) => quantity.IsWhole ? quantity.Value : new CelError("cannot convert value to integer"),
        ("asApproximateFloat", []) => quantity.AsDouble,
        _ => CelError.NoOverload,
    };

    private static Quantity Whole(long value) => Quantity.TryParse(value.ToString(CultureInfo.InvariantCulture))!.Value;

    private static object OfTime(string name, DateTimeOffset time, object?[] arguments)
    {
        if (arguments is [string zone])
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found))
                return new CelError($"unknown time zone {zone}");
            time = TimeZoneInfo.ConvertTime(time, found);
        }
        else
        {
            time = time.ToUniversalTime();
        }

        return name switch
        {
            "getFullYear" => (long)time.Year,
            "getMonth" => time.Month - 1L,
            "getDate" => (long)time.Day,
            "getDayOfMonth" => time.Day - 1L,
            "getDayOfWeek" => (long)time.DayOfWeek,
            "getDayOfYear" => time.DayOfYear - 1L,
            "getHours" => (long)time.Hour,
            "getMinutes" => (long)time.Minute,
            "getSeconds" => (long)time.Second,
            "getMilliseconds" => (long)time.Millisecond,
            _ => CelError.NoOverload,
        };
    }

    private static object OfDuration(string name, TimeSpan duration) => name switch
    {
        "getHours" => (long)duration.TotalHours,
        "getMinutes" => (long)duration.TotalMinutes,
        "getSeconds" => (long)duration.TotalSeconds,
        "getMilliseconds" => (long)duration.TotalMilliseconds,
        _ => CelError.NoOverload,
    };
}
