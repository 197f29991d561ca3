using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

/// <summary>
/// Values of expressions: null, bool, long, ulong, double, string, <see cref="CelBytes"/>, DateTimeOffset, TimeSpan,
/// <see cref="Quantity"/>, lists, maps, <see cref="CelObject"/>, <see cref="CelOptional"/> and <see cref="CelError"/>.
/// </summary>
internal static class CelValues
{
    public static object? FromJson(JsonNode? json, SchemaNode? schema)
    {
        switch (json)
        {
            case null:
                return null;
            case JsonObject o:
                return new CelObject(o, schema);
            case JsonArray array:
                var list = new List<object?>(array.Count);
                foreach (JsonNode? item in array)
                    list.Add(FromJson(item, schema?.Items));
                return list;
        }

        switch (json.GetValueKind())
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number:
                return schema?.Type != NodeType.Number && json.AsInteger() is { } whole ? whole : json.AsNumber();
            default:
                return FromText(json.AsText()!, schema?.Format);
        }
    }

    public static bool AreEqual(object? a, object? b)
    {
        switch (a, b)
        {
            case (null, null):
                return true;
            case (null, _) or (_, null):
                return false;
            case (List<object?> x, List<object?> y):
                return x.Count == y.Count && !x.Where((item, index) => !AreEqual(item, y[index])).Any();
            case (CelObject or Dictionary<object, object?>, CelObject or Dictionary<object, object?>):
                return AreEqualMaps(a, b);
        }

        return Compare(a, b) is { } order ? order == 0 : a.Equals(b);
    }

    /// <summary>The order of two values; null where they have none. Numbers compare whatever their type.</summary>
    public static int? Compare(object? a, object? b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (string x, string y) => string.CompareOrdinal(x, y),
        (double or long or ulong, double or long or ulong) => CompareNumbers(a, b),
        (bool x, bool y) => x.CompareTo(y),
        (DateTimeOffset x, DateTimeOffset y) => x.CompareTo(y),
        (TimeSpan x, TimeSpan y) => x.CompareTo(y),
        (CelBytes x, CelBytes y) => x.CompareTo(y),
        (Quantity x, Quantity y) => x.CompareTo(y),
        _ => null,
    };

    public static IEnumerable<object>? Keys(object? map) => map switch
    {
        CelObject o => o.Json.Select(pair => (object)pair.Key),
        Dictionary<object, object?> entries => entries.Keys,
        _ => null,
    };

    public static object? Get(object? map, object? key)
    {
        if (map is CelObject o)
            return key is string name ? o.Get(name) : CelError.NoOverload;
        if (map is not Dictionary<object, object?> entries || key is null)
            return CelError.NoOverload;
        return entries.TryGetValue(key, out object? value) ? value : new CelError($"no such key: {key}");
    }

    /// <summary>As string() and format() write a value.</summary>
    public static string? Print(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        long or ulong => Convert.ToString(value, CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        CelBytes bytes => Encoding.UTF8.GetString(bytes.Value),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        TimeSpan duration => duration.TotalSeconds.ToString("R", CultureInfo.InvariantCulture) + "s",
        Quantity quantity => quantity.ToString(),
        List<object?> list => $"[{string.Join(", ", list.Select(Print))}]",
        _ when Keys(value) is { } keys => $"{{{string.Join(", ", keys.Select(key => $"{Print(key)}: {Print(Get(value, key))}"))}}}",
        _ => null,
    };

    private static object? FromText(string text, string? format) => format switch
    {
        "date-time" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) => time,
        "date" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day) => day,
        "duration" when GoDuration.TryParse(text) is { } duration => duration,
        "byte" => new CelBytes(Convert.FromBase64String(text)),
        _ => text,
    };

    private static int CompareNumbers(object? a, object? b)
    {
        if (a is double or ulong && b is double or ulong && a.GetType() != b!.GetType() || a is double || b is double)
            return Convert.ToDouble(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(b, CultureInfo.InvariantCulture));
        return Convert.ToDecimal(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(b, CultureInfo.InvariantCulture));
    }

    private static bool AreEqualMaps(object? a, object? b)
    {
        List<object> keys = [.. Keys(a)!];
        return keys.Count == Keys(b)!.Count() && keys.TrueForAll(key => Get(b, key) is not CelError and var other && AreEqual(Get(a, key), other));
    }
}
