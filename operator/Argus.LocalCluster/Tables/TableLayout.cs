using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tables;

/// <summary>The columns of one kind.</summary>
internal sealed class TableLayout(IReadOnlyList<TableColumn> columns)
{
    public IReadOnlyList<TableColumn> Columns { get; } = columns;

    /// <summary>The name of the object, first column of almost every table.</summary>
    public static TableColumn Name { get; } = new("Name", "string", 0, (o, _) => Cells.Text(o, "metadata", "name")) { Format = "name", Description = "Unique within its namespace." };

    /// <summary>The time since creation.</summary>
    public static TableColumn Age { get; } = new("Age", "string", 0, (o, now) => Cells.Since(o, now, "metadata", "creationTimestamp")) { Description = "Time since the server created it." };

    public JsonArray Definitions() =>
    [
        .. Columns.Select(c => new JsonObject { ["name"] = c.Name, ["type"] = c.Type, ["format"] = c.Format, ["description"] = c.Description, ["priority"] = c.Priority }),
    ];

    /// <summary>Writes the array of cells of one object.</summary>
    public void WriteCells(Utf8JsonWriter writer, JsonElement element, DateTimeOffset now)
    {
        writer.WriteStartArray();
        foreach (var column in Columns)
            switch (column.Cell(element, now))
            {
                case null:
                    writer.WriteNullValue();
                    break;
                case long whole:
                    writer.WriteNumberValue(whole);
                    break;
                case double number:
                    writer.WriteNumberValue(number);
                    break;
                case bool truth:
                    writer.WriteBooleanValue(truth);
                    break;
                case var text:
                    writer.WriteStringValue((string)text);
                    break;
            }
        writer.WriteEndArray();
    }
}
