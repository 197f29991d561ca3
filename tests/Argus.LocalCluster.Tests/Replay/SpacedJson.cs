using System.Text;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>JSON with a space after each colon and comma.</summary>
internal static class SpacedJson
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        string separator = "";
        switch (node)
        {
            case JsonObject o:
                text.Append('{');
                foreach (var (name, value) in o)
                {
                    text.Append(separator).Append(JsonValue.Create(name).ToJsonString()).Append(": ");
                    Write(value, text);
                    separator = ", ";
                }
                text.Append('}');
                break;
            case JsonArray array:
                text.Append('[');
                foreach (var item in array)
                {
                    text.Append(separator);
                    Write(item, text);
                    separator = ", ";
                }
                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
