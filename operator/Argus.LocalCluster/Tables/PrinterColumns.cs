using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tables;

/// <summary>The columns that a CustomResourceDefinition asks for.</summary>
internal static class PrinterColumns
{
    /// <summary>Name and Age alone where <paramref name="columns"/> is empty.</summary>
    public static TableLayout Layout(JsonArray? columns) =>
        columns is not { Count: > 0 }
            ? new TableLayout([TableLayout.Name, Column("Age", "date", "", 0, null, ".metadata.creationTimestamp")])
            : new TableLayout([TableLayout.Name, .. columns.OfType<JsonObject>().Select(Column)]);

    private static TableColumn Column(JsonObject column) => Column(
        (string?)column["name"] ?? "", (string?)column["type"] ?? "string", (string?)column["format"] ?? "", (int?)column["priority"] ?? 0, (string?)column["description"], (string?)column["jsonPath"] ?? "");

    private static TableColumn Column(string name, string type, string format, int priority, string? description, string path)
    {
        var parsed = JsonPath.TryParse(path);
        return new TableColumn(name, type, priority, (o, now) => Cell(parsed, type, o, now))
        {
            Format = format,
            Description = string.IsNullOrEmpty(description) ? $"Custom resource definition column (in JSONPath format): {path}" : description,
        };
    }

    private static object? Cell(JsonPath? path, string type, JsonElement element, DateTimeOffset now)
    {
        var value = path is null ? default : path.Select(element).FirstOrDefault();
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return null;
        return type switch
        {
            "integer" => value.ValueKind == JsonValueKind.Number ? value.TryGetInt64(out long whole) ? whole : (long)value.GetDouble() : null,
            "number" => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null,
            "date" => value.ValueKind != JsonValueKind.String ? null : Cells.Moment(value.GetString()!) is { } at ? HumanDuration.Format(now - at) : "<invalid>",
            _ => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(),
        };
    }
}
