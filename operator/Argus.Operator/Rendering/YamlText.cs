using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.Operator.Rendering;

/// <summary>Writes JSON as YAML that a person reads: block style, keys in their order, quotes only where they are needed.</summary>
internal static class YamlText
{
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"];

    /// <summary>The document, ended by a line feed.</summary>
    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        WriteBlock(text, node, 0);
        return text.ToString();
    }

    private static void WriteBlock(StringBuilder text, JsonNode? node, int indent)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                foreach (var (name, value) in map)
                {
                    text.Append(' ', indent).Append(Scalar(name)).Append(':');
                    WriteValue(text, value, indent, listIndent: indent);
                }

                break;
            case JsonArray { Count: > 0 } list:
                foreach (var item in list)
                {
                    text.Append(' ', indent).Append('-');
                    WriteItem(text, item, indent);
                }

                break;
            default:
                text.Append(' ', indent).Append(Inline(node)).Append('\n');
                break;
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int indent, int listIndent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            WriteBlock(text, value, value is JsonArray ? listIndent : indent + 2);
        }
        else if (Lines(value) is { } lines)
        {
            text.Append(" |\n");
            foreach (string line in lines)
                text.Append(line.Length == 0 ? "" : new string(' ', indent + 2)).Append(line).Append('\n');
        }
        else
        {
            text.Append(' ').Append(Inline(value)).Append('\n');
        }
    }

    // The first field of a mapping stands on the line of the dash.
    private static void WriteItem(StringBuilder text, JsonNode? item, int indent)
    {
        if (item is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            var block = new StringBuilder();
            WriteBlock(block, item, indent + 2);
            text.Append(' ').Append(block.ToString().AsSpan(indent + 2));
        }
        else
        {
            WriteValue(text, item, indent, indent + 2);
        }
    }

    // A text of several lines, ended by a line feed, without anything that block style would change.
    private static string[]? Lines(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var text
        && text.EndsWith('\n') && text[0] is not (' ' or '\n') && !text.EndsWith("\n\n", StringComparison.Ordinal) && !text.Contains('\r') && !text.Contains('\t')
            ? text[..^1].Split('\n')
            : null;

    private static string Inline(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when node.GetValueKind() == JsonValueKind.String => Scalar(node.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Scalar(string text) => IsPlain(text) ? text : "\"" + JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    private static bool IsPlain(string text) =>
        text.Length > 0
        && !Words.Contains(text, StringComparer.OrdinalIgnoreCase)
        && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1])
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '$' or '_')
        && !text.Contains(": ", StringComparison.Ordinal) && !text.EndsWith(':') && !text.Contains(" #", StringComparison.Ordinal)
        && !text.AsSpan().ContainsAny("\n\r\t\"");
}
