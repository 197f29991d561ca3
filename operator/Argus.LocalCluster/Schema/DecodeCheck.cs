using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>Values that the server's own types cannot hold; it answers 400 to them before it validates anything.</summary>
public static class DecodeCheck
{
    /// <summary>The first value of a wrong type in an object of a built-in kind, in the server's words; null where there is none.</summary>
    public static string? Run(StructuralSchema schema, JsonObject o) => Run(schema.Root, o);

    // Nearly nothing is wrong: places are put into words only where something is.
    internal static string? Run(SchemaNode node, JsonNode? value, string place = "") => Find(node, value, null) is null ? null : Find(node, value, place);

    private static string? Find(SchemaNode node, JsonNode? value, string? place)
    {
        switch (value)
        {
            case null:
                return null;
            case JsonObject o when node is { Type: NodeType.Object, IntOrString: false, Quantity: false }:
                foreach ((string name, JsonNode? child) in o)
                {
                    if (node.Child(name) is not { } next)
                        continue;
                    // a map's values are named by the field that holds the map
                    string? below = place is not null && node.Properties.ContainsKey(name) ? Below(place, node, name) : place;
                    if (Find(next, child, below) is { } found)
                        return found;
                }

                return null;
            case JsonArray array when node.Type == NodeType.Array:
                foreach (JsonNode? item in array)
                {
                    if (node.Items is { } items && Find(items, item, place) is { } found)
                        return found;
                }

                return null;
            default:
                return Fits(node, value)
                    ? OfFormat(node, value.AsText())
                    : $"json: cannot unmarshal {JsonRead.TypeWord(value)} into Go struct field {place} of type {GoType(node)}";
        }
    }

    /// <summary>The type that declares the field, then the path to it.</summary>
    private static string Below(string place, SchemaNode node, string name)
    {
        string type = node.TypeName?[(node.TypeName.LastIndexOf('.') + 1)..] ?? "";
        if (place.EndsWith('.'))
            return place + name;
        int dot = place.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? $"{type}.{name}" : $"{(type.Length == 0 ? place[..dot] : type)}{place[dot..]}.{name}";
    }

    private static string? OfFormat(SchemaNode node, string? text) => (node.Format, text) switch
    {
        ("date-time" or "micro-time", { }) => GoTime.Problem(text, node.Format == "micro-time"),
        ("byte", { }) when !Formats.Fits("byte", text) => "illegal base64 data",
        _ => null,
    };

    private static bool Fits(SchemaNode node, JsonNode value)
    {
        JsonValueKind kind = value.GetValueKind();
        return node switch
        {
            { IntOrString: true } or { Quantity: true } => kind is JsonValueKind.String or JsonValueKind.Number,
            { Type: NodeType.Integer } => kind == JsonValueKind.Number && ScalarChecks.IsWhole(value),
            { Type: NodeType.Number } => kind == JsonValueKind.Number,
            { Type: NodeType.String } => kind == JsonValueKind.String,
            { Type: NodeType.Boolean } => kind is JsonValueKind.True or JsonValueKind.False,
            { Type: NodeType.Any } => true,
            _ => false,
        };
    }

    private static string GoType(SchemaNode node) => node switch
    {
        { Type: NodeType.Integer } => node.Format ?? "int64",
        { Type: NodeType.Number } => "float64",
        { Type: NodeType.Boolean } => "bool",
        { Type: NodeType.Array, Items: { } items } => "[]" + GoType(items),
        { Type: NodeType.Object, TypeName: { } name } => "v1." + name[(name.LastIndexOf('.') + 1)..],
        { Type: NodeType.Object, AdditionalProperties: { } values } => "map[string]" + GoType(values),
        _ => "string",
    };
}
