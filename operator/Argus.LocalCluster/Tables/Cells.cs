using System.Globalization;
using System.Text.Json;

namespace Argus.LocalCluster.Tables;

/// <summary>Values of cells, read from an object.</summary>
internal static class Cells
{
    public const string None = "<none>";
    public const string Unknown = "<unknown>";

    /// <summary>The element at a path, of kind Undefined where it is not there.</summary>
    public static JsonElement At(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return default;
        return element;
    }

    public static string Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        var found = At(element, path);
        return found.ValueKind switch
        {
            JsonValueKind.String => found.GetString()!,
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            _ => found.GetRawText(),
        };
    }

    /// <summary>As <see cref="Text"/>, with <paramref name="missing"/> where there is nothing.</summary>
    public static string TextOr(string missing, JsonElement element, params ReadOnlySpan<string> path) =>
        Text(element, path) is { Length: > 0 } text ? text : missing;

    public static long Number(JsonElement element, params ReadOnlySpan<string> path) =>
        At(element, path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out long value) ? value : 0;

    /// <summary>The elements of an array; none where there is no array.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement element, params ReadOnlySpan<string> path) =>
        At(element, path) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    /// <summary>How many properties or elements there are.</summary>
    public static long Count(JsonElement element, params ReadOnlySpan<string> path) => At(element, path) switch
    {
        { ValueKind: JsonValueKind.Object } found => found.GetPropertyCount(),
        { ValueKind: JsonValueKind.Array } found => found.GetArrayLength(),
        _ => 0,
    };

    /// <summary>Time since the moment at a path.</summary>
    public static string Since(JsonElement element, DateTimeOffset now, params ReadOnlySpan<string> path) =>
        Moment(Text(element, path)) is { } moment ? HumanDuration.Format(now - moment) : Unknown;

    public static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    /// <summary><c>a=b,c=d</c> from a map, sorted; &lt;none&gt; from an empty one.</summary>
    public static string Labels(JsonElement map) =>
        map.ValueKind == JsonValueKind.Object && map.GetPropertyCount() > 0
            ? string.Join(',', map.EnumerateObject().Select(p => $"{p.Name}={p.Value.GetString()}").Order(StringComparer.Ordinal))
            : None;

    /// <summary>A label selector as kubectl prints it.</summary>
    public static string Selector(JsonElement selector)
    {
        var terms = At(selector, "matchLabels") is { ValueKind: JsonValueKind.Object } labels
            ? labels.EnumerateObject().Select(p => $"{p.Name}={p.Value.GetString()}").Order(StringComparer.Ordinal).ToList()
            : [];
        foreach (var expression in Items(selector, "matchExpressions"))
        {
            string key = Text(expression, "key"), values = string.Join(',', Items(expression, "values").Select(v => v.GetString()));
            terms.Add(Text(expression, "operator") switch
            {
                "In" => $"{key} in ({values})",
                "NotIn" => $"{key} notin ({values})",
                "Exists" => key,
                _ => $"!{key}",
            });
        }
        return terms.Count == 0 ? None : string.Join(',', terms);
    }

    /// <summary>One property of each container, joined by commas.</summary>
    public static string Containers(JsonElement podSpec, string property) =>
        string.Join(',', Items(podSpec, "containers").Select(c => Text(c, property)));

    /// <summary>Status of the condition of a type; empty where there is none.</summary>
    public static string Condition(JsonElement element, string type) =>
        Items(element, "status", "conditions").Where(c => Text(c, "type") == type).Select(c => Text(c, "status")).FirstOrDefault() ?? "";
}
