using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>
/// The field set of an applied configuration, and what keeps it from being typed: undeclared fields, wrong types, keys given twice.
/// A null node means an undeclared part of a value that keeps unknown fields: its maps are shared by key, its lists are atomic.
/// </summary>
internal sealed class TypedWalk
{
    private readonly List<string> _errors = [];
    private readonly StringBuilder _path = new();

    public static (FieldSet Fields, IReadOnlyList<string> Errors) Run(SchemaNode root, JsonObject o)
    {
        var walk = new TypedWalk();
        return (walk.Map(root, o, isMember: false), walk._errors);
    }

    public static bool IsAtomicList(SchemaNode? node) => node is null || node.ListKind == ListKind.Atomic;

    private FieldSet Value(SchemaNode? node, JsonNode? value, bool isMember)
    {
        if (value is null)
            return FieldSet.Leaf;
        bool open = node is null || (node.Type == NodeType.Any && !node.IntOrString && !node.Quantity);
        switch (value)
        {
            case JsonObject o when open || node!.Type == NodeType.Object:
                return node is { AtomicMap: true } ? Check(node, o) : Map(node, o, isMember || o.Count == 0);
            case JsonArray array when open || node!.Type == NodeType.Array:
                return IsAtomicList(node) ? FieldSet.Leaf : List(node!, array, isMember);
            default:
                if (!open)
                    CheckScalar(node!, value);
                return FieldSet.Leaf;
        }
    }

    /// <summary>An atomic map has one owner, but its fields are checked like others.</summary>
    private FieldSet Check(SchemaNode node, JsonObject o)
    {
        Map(node, o, isMember: true);
        return FieldSet.Leaf;
    }

    private FieldSet Map(SchemaNode? node, JsonObject o, bool isMember)
    {
        var builder = new FieldSetBuilder { IsMember = isMember };
        foreach ((string name, JsonNode? value) in o)
        {
            int length = Enter('.', name);
            SchemaProperty? property = null;
            if (node is not null && node.Properties.TryGetValue(name, out property))
                builder.Add(property.FieldKey, Value(property.Node, value, isMember: false));
            else if (node is null || node.PreserveUnknown || node.AdditionalProperties is not null || node.Type == NodeType.Any)
                builder.Add("f:" + name, Value(node?.AdditionalProperties, value, isMember: true));
            else
                Error("field not declared in schema");
            _path.Length = length;
        }

        return builder.Build();
    }

    private FieldSet List(SchemaNode node, JsonArray array, bool isMember)
    {
        var builder = new FieldSetBuilder { IsMember = isMember };
        var seen = new HashSet<string>(array.Count, StringComparer.Ordinal);
        foreach (JsonNode? item in array)
        {
            string? key = PathElement.OfItem(node, item);
            if (key is null)
            {
                Error("associative list with keys may not have non-map elements");
                continue;
            }

            int length = _path.Length;
            if (!seen.Add(key))
            {
                var printed = new StringBuilder();
                PathElement.Print(printed, key);
                Error($"duplicate entries for key {printed}");
                continue;
            }

            PathElement.Print(_path, key);
            builder.Add(key, Value(node.Items, item, isMember: true));
            _path.Length = length;
        }

        return builder.Build();
    }

    private void CheckScalar(SchemaNode node, JsonNode value)
    {
        JsonValueKind kind = value.GetValueKind();
        string? problem = node switch
        {
            { IntOrString: true } or { Quantity: true } => kind is JsonValueKind.String or JsonValueKind.Number ? null : $"expected any scalar, got {Shown(value)}",
            { Type: NodeType.Integer or NodeType.Number } => kind == JsonValueKind.Number ? null : $"expected numeric (int or float), got {GoType(value)}",
            { Type: NodeType.String } => kind == JsonValueKind.String ? null : $"expected string, got {Shown(value)}",
            { Type: NodeType.Boolean } => kind is JsonValueKind.True or JsonValueKind.False ? null : $"expected boolean, got {Shown(value)}",
            { Type: NodeType.Array } => $"expected list, got {Shown(value)}",
            { Type: NodeType.Object } => $"expected map, got {Shown(value)}",
            _ => null,
        };
        if (problem is not null)
            Error(problem);
    }

    private int Enter(char separator, string name)
    {
        int length = _path.Length;
        _path.Append(separator).Append(name);
        return length;
    }

    private void Error(string message) => _errors.Add($"{_path}: {message}");

    private static string Shown(JsonNode value) => "&{" + (value.AsText() ?? Causes.Text(value)) + "}";

    private static string GoType(JsonNode value) => value switch
    {
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        _ => value.GetValueKind() switch { JsonValueKind.String => "string", JsonValueKind.Number => "float64", _ => "bool" },
    };
}
