using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Cel;

namespace Argus.LocalCluster.Schema;

/// <summary>Holds an object to its schema, then to its rules.</summary>
internal sealed class SchemaValidator
{
    private readonly List<FieldCause> _causes = [];
    private readonly FieldPath _path;

    private SchemaValidator(FieldPath path) => _path = path;

    public static IReadOnlyList<FieldCause> Run(SchemaNode root, JsonNode o, JsonNode? old, IReadOnlyList<FieldCause> found, string? place = null, bool hasRules = false)
    {
        var path = new FieldPath(place);
        var validator = new SchemaValidator(path);
        validator.Walk(root, o, old);
        List<FieldCause> causes = validator._causes;
        if (root.HasRules || hasRules)
        {
            if (causes.Exists(Causes.BlocksRules) || found.Any(Causes.BlocksRules))
                causes.Add(Causes.RulesNotChecked);
            else
                CelRules.Run(root, o, old, path, causes);
        }

        return causes;
    }

    private void Walk(SchemaNode node, JsonNode? value, JsonNode? old)
    {
        int before = _causes.Count;
        if (value is null)
        {
            if (!node.Nullable && node.Type != NodeType.Any)
                _causes.Add(TypeError(node, "null"));
        }
        else if (!TypeFits(node, value))
        {
            _causes.Add(TypeError(node, ScalarChecks.TypeName(value)));
            CheckEnum(node, value);
        }
        else
        {
            CheckValue(node, value, old);
        }

        // an update is not refused for what it found there and left alone
        if (_causes.Count > before && old is not null && JsonSame.Equal(value, old))
            _causes.RemoveRange(before, _causes.Count - before);
    }

    private void CheckValue(SchemaNode node, JsonNode value, JsonNode? old)
    {
        CheckEnum(node, value);
        switch (value)
        {
            case JsonObject o:
                CheckObject(node, o, old as JsonObject);
                break;
            case JsonArray array:
                CheckArray(node, array, old as JsonArray);
                break;
            default:
                ScalarChecks.Run(node, value, _path, _causes);
                break;
        }

        if (node.Junctors is { } junctors)
            CheckJunctors(junctors, value);
    }

    private void CheckObject(SchemaNode node, JsonObject o, JsonObject? old)
    {
        foreach (string name in node.TypeName is null ? node.Required : node.Filled)
        {
            if (!o.TryGetPropertyValue(name, out JsonNode? value) || (node.TypeName is not null && IsEmpty(value)))
                _causes.Add(Causes.Required(_path.Child(name)));
        }

        if (node.Limits is { } limits)
        {
            if (limits.MaxProperties < o.Count)
                _causes.Add(Causes.TooMany(_path.ToString(), o.Count, limits.MaxProperties.Value));
            if (limits.MinProperties > o.Count)
                _causes.Add(Causes.Invalid(_path.ToString(), o, $"{_path.Body} in body should have at least {limits.MinProperties} properties"));
        }

        foreach ((string name, JsonNode? value) in o)
        {
            if (node.Child(name) is not { } child)
                continue;
            _path.Push(name);
            Walk(child, value, old?[name]);
            _path.Pop();
        }

        node.Behaviour?.Check?.Invoke(o, old, _path, _causes);
    }

    private static bool IsEmpty(JsonNode? value) => value is JsonArray { Count: 0 } || value.AsText() is "" || value.AsInteger() == 0;

    private void CheckArray(SchemaNode node, JsonArray array, JsonArray? old)
    {
        if (node.Limits is { } limits)
        {
            if (limits.MaxItems < array.Count)
                _causes.Add(Causes.TooMany(_path.ToString(), array.Count, limits.MaxItems.Value));
            if (limits.MinItems > array.Count)
                _causes.Add(Causes.Invalid(_path.ToString(), array.Count, $"{_path.Body} in body should have at least {limits.MinItems} items"));
        }

        ListKeys? keys = node.ListKind == ListKind.Atomic && node.Limits?.UniqueItems != true ? null : ListKeys.Of(node, array, _path, _causes);
        Dictionary<string, JsonNode?>? former = keys is not null && node.ListKind == ListKind.Map && old is not null ? ListKeys.Index(node, old) : null;
        if (node.Items is null)
            return;
        for (int i = 0; i < array.Count; i++)
        {
            _path.Push(i);
            Walk(node.Items, array[i], former is not null && keys!.At(i) is { } key ? former.GetValueOrDefault(key) : null);
            _path.Pop();
        }
    }

    private void CheckJunctors(SchemaJunctors junctors, JsonNode value)
    {
        foreach (SchemaNode all in junctors.AllOf)
            CheckValue(all, value, null);
        string path = _path.ToString();
        if (junctors.AnyOf.Count > 0 && !junctors.AnyOf.Any(option => Fits(option, value)))
            _causes.Add(Causes.Invalid(path, "", $"{Quote(path)} must validate at least one schema (anyOf)"));
        int one = junctors.OneOf.Count(option => Fits(option, value));
        if (junctors.OneOf.Count > 0 && one != 1)
        {
            string found = one == 0 ? "Found none valid" : $"Found {one} valid alternatives";
            _causes.Add(Causes.Invalid(path, "", $"{Quote(path)} must validate one and only one schema (oneOf). {found}"));
        }

        if (junctors.Not is { } not && Fits(not, value))
            _causes.Add(Causes.Invalid(path, "", $"{Quote(path)} must not validate the schema (not)"));
    }

    private static string Quote(string path) => Causes.Quoted(path);

    private static bool Fits(SchemaNode node, JsonNode value)
    {
        var probe = new SchemaValidator(new FieldPath());
        if (node.Type != NodeType.Any && !TypeFits(node, value))
            return false;
        probe.CheckValue(node, value, null);
        return probe._causes.Count == 0;
    }

    private void CheckEnum(SchemaNode node, JsonNode value)
    {
        if (node.Enum.Count == 0)
            return;
        foreach (JsonNode? allowed in node.Enum)
        {
            if (JsonSame.Equal(allowed, value))
                return;
        }

        _causes.Add(Causes.NotSupported(_path.ToString(), value, node.Enum.Select(allowed => allowed.AsText() ?? Causes.Text(allowed))));
    }

    private FieldCause TypeError(SchemaNode node, string found)
    {
        string path = _path.ToString();
        string wanted = found == "float64" && node is { Type: NodeType.Integer, Format: { } format } ? format : ScalarChecks.TypeName(node);
        if (found == "float64" && node is { Type: NodeType.Integer, Format: "int32" or "int64" })
            _causes.Add(ScalarChecks.OutOfFormat(node.Format, _path.Body));
        return Causes.TypeInvalid(path, found, $"{_path.Body} in body must be of type {wanted}: {Causes.Quoted(found)}");
    }

    private static bool TypeFits(SchemaNode node, JsonNode value)
    {
        if (node.IntOrString || node.Quantity)
            return value.Is(JsonValueKind.String) || (value.Is(JsonValueKind.Number) && (node.Quantity || value.AsInteger() is not null));
        return node.Type switch
        {
            NodeType.Object => value is JsonObject,
            NodeType.Array => value is JsonArray,
            NodeType.String => value.Is(JsonValueKind.String),
            NodeType.Boolean => value.Is(JsonValueKind.True) || value.Is(JsonValueKind.False),
            NodeType.Number => value.Is(JsonValueKind.Number),
            NodeType.Integer => value.Is(JsonValueKind.Number) && ScalarChecks.IsWhole(value),
            _ => true,
        };
    }
}
