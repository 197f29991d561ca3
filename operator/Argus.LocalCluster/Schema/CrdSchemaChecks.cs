using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.LocalCluster.Cel;

namespace Argus.LocalCluster.Schema;

/// <summary>Whether the schema of a definition is structural, its defaults fit it and its rules compile at a bearable cost.</summary>
internal sealed class CrdSchemaChecks(List<FieldCause> causes)
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] NotInJunctors = ["type", "title", "description", "default", "additionalProperties", "nullable"];
    private readonly CelCost _total = new();

    public void Run(JsonObject schema, string path)
    {
        int before = causes.Count;
        if (schema.Text("type") is not { Length: > 0 } type)
            causes.Add(Causes.Required($"{path}.type", "must not be empty at the root"));
        else if (type != "object")
            causes.Add(Causes.Invalid($"{path}.type", type, "must be object at the root"));
        Walk(schema, path, isRoot: true);
        if (causes.Count > before)
            return; // types are unknown where the schema is broken
        SchemaNode root = SchemaCompiler.Compile(schema.DeepClone().AsObject(), isRoot: true);
        CheckRules(root, schema, path, 1);
        if (_total.IsOver)
        {
            causes.Add(Causes.Forbidden(path,
                "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema " + CelCost.Excess(_total.Sum, CelCost.SchemaLimit)));
        }
    }

    private void Walk(JsonObject schema, string path, bool isRoot = false)
    {
        CheckType(schema, path, isRoot);
        CheckForbidden(schema, path);
        CheckList(schema, path);
        foreach ((string name, JsonNode? child) in schema["properties"] as JsonObject ?? [])
        {
            if (child is JsonObject property)
                Nested(property, $"{path}.properties[{name}]", "specified object fields");
        }

        if (schema["items"] is JsonObject items)
            Nested(items, $"{path}.items", "specified array items");
        if (schema["additionalProperties"] is JsonObject values)
            Nested(values, $"{path}.additionalProperties", "specified object fields");
        foreach (string junctor in (ReadOnlySpan<string>)["allOf", "anyOf", "oneOf"])
        {
            int index = 0;
            foreach (JsonObject option in (schema[junctor] as JsonArray)?.OfType<JsonObject>() ?? [])
                Junctor(schema, option, $"{path}.{junctor}[{index++}]");
        }

        if (schema["not"] is JsonObject not)
            Junctor(schema, not, $"{path}.not");
        CheckDefault(schema, path);
    }

    private void Nested(JsonObject schema, string path, string where)
    {
        bool open = schema.Flag("x-kubernetes-int-or-string") || schema.Flag("x-kubernetes-preserve-unknown-fields");
        if (schema.Text("type") is not { Length: > 0 } && !open)
            causes.Add(Causes.Required($"{path}.type", $"must not be empty for {where}"));
        Walk(schema, path);
    }

    private void CheckType(JsonObject schema, string path, bool isRoot)
    {
        if (schema.Text("type") is { Length: > 0 } type && !isRoot && !Types.Contains(type))
            causes.Add(Causes.NotSupported($"{path}.type", type, Types));
        if (schema.Flag("x-kubernetes-int-or-string") && schema.Text("type") is { Length: > 0 } given)
            causes.Add(Causes.Invalid($"{path}.type", given, "must be empty if x-kubernetes-int-or-string is true"));
        if (schema.Flag("x-kubernetes-embedded-resource") && schema.Text("type") != "object")
            causes.Add(Causes.Invalid($"{path}.type", schema["type"] ?? "", "must be object if x-kubernetes-embedded-resource is true"));
        if (schema.Text("pattern") is { } pattern && !IsPattern(pattern))
            causes.Add(Causes.Invalid($"{path}.pattern", pattern, "must be a valid regular expression, but isn't"));
    }

    private void CheckForbidden(JsonObject schema, string path)
    {
        if (schema.ContainsKey("$ref"))
            causes.Add(Causes.Forbidden($"{path}.$ref", "$ref is not supported"));
        foreach (string name in (ReadOnlySpan<string>)["definitions", "dependencies", "patternProperties", "id", "$schema"])
        {
            if (schema.ContainsKey(name))
                causes.Add(Causes.Forbidden($"{path}.{name}", $"{name} is not supported"));
        }

        if (schema.Flag("uniqueItems"))
            causes.Add(Causes.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        if (schema["additionalProperties"].Is(System.Text.Json.JsonValueKind.False))
            causes.Add(Causes.Forbidden($"{path}.additionalProperties", "additionalProperties cannot be set to false"));
        if (schema["additionalProperties"] is not null && schema["properties"] is JsonObject { Count: > 0 })
            causes.Add(Causes.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive"));
        if (schema["items"] is JsonArray)
            causes.Add(Causes.Forbidden($"{path}.items", "items must be a schema object and not an array"));
    }

    private void CheckList(JsonObject schema, string path)
    {
        if (schema.Text("type") == "array" && schema["items"] is null)
            causes.Add(Causes.Required($"{path}.items", "must be specified"));
        string? list = schema.Text("x-kubernetes-list-type");
        if (list is not (null or "atomic" or "set" or "map"))
            causes.Add(Causes.NotSupported($"{path}.x-kubernetes-list-type", list, ["atomic", "map", "set"]));
        IReadOnlyList<string> keys = schema.Strings("x-kubernetes-list-map-keys");
        if (list != "map" && keys.Count > 0)
            causes.Add(Causes.Forbidden($"{path}.x-kubernetes-list-map-keys", "must be empty if x-kubernetes-list-type is not map"));
        if (list != "map")
            return;
        if (keys.Count == 0)
            causes.Add(Causes.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        for (int i = 0; i < keys.Count; i++)
        {
            var key = schema["items"]?["properties"]?[keys[i]] as JsonObject;
            if (key is null)
                causes.Add(Causes.Invalid($"{path}.x-kubernetes-list-map-keys[{i}]", keys[i], "entries must all be names of item properties"));
            else if (!schema["items"]!.AsObject().Strings("required").Contains(keys[i]) && !key.ContainsKey("default"))
            {
                causes.Add(Causes.Required($"{path}.items.properties[{keys[i]}].default",
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"));
            }
        }
    }

    /// <summary>Validations may be combined, but not add to the structure: every field that they name is declared beside them.</summary>
    private void Junctor(JsonObject parent, JsonObject option, string path)
    {
        bool intOrString = parent.Flag("x-kubernetes-int-or-string");
        foreach (string name in NotInJunctors)
        {
            if (option.ContainsKey(name) && !(intOrString && name == "type"))
                causes.Add(Causes.Forbidden($"{path}.{name}", "must be empty to be structural"));
        }

        int dot = path.LastIndexOf('.');
        foreach ((string name, JsonNode? child) in option["properties"] as JsonObject ?? [])
        {
            if (parent["properties"]?[name] is not JsonObject declared)
                causes.Add(Causes.Required($"{path[..dot]}.properties[{name}]", $"because it is defined in {path[(dot + 1)..]}.properties[{name}]"));
            else if (child is JsonObject inner)
                Junctor(declared, inner, $"{path}.properties[{name}]");
        }
    }

    private void CheckDefault(JsonObject schema, string path)
    {
        if (!schema.ContainsKey("default"))
            return;
        JsonObject bare = schema.DeepClone().AsObject();
        JsonNode? value = bare["default"]?.DeepClone();
        bare.Remove("x-kubernetes-validations");
        var wrapper = new SchemaNode { Type = NodeType.Object, Properties = Wrapped(SchemaCompiler.Compile(bare)) };
        var holder = new JsonObject { ["default"] = value };
        SchemaCompiler.Mark(wrapper);
        Defaulting.Run(wrapper, holder);
        foreach (string unknown in Pruning.Run(wrapper, holder))
            causes.Add(Causes.Invalid($"{path}.{unknown}", schema["default"], "must not have unknown fields"));
        foreach (FieldCause cause in SchemaValidator.Run(wrapper, holder, null, []))
            causes.Add(cause with { Field = $"{path}.{cause.Field}" });
    }

    private static System.Collections.Frozen.FrozenDictionary<string, SchemaProperty> Wrapped(SchemaNode node) =>
        System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
            new Dictionary<string, SchemaProperty> { ["default"] = SchemaCompiler.Property("default", node) }, StringComparer.Ordinal);

    private void CheckRules(SchemaNode node, JsonObject schema, string path, double times)
    {
        int index = 0;
        foreach (JsonObject entry in (schema["x-kubernetes-validations"] as JsonArray)?.OfType<JsonObject>() ?? [])
            CheckRule(node, entry, $"{path}.x-kubernetes-validations[{index++}]", times);
        foreach ((string name, JsonNode? child) in schema["properties"] as JsonObject ?? [])
        {
            if (child is JsonObject property && node.Child(name) is { Source: not null } next)
                CheckRules(next, property, $"{path}.properties[{name}]", times);
        }

        if (schema["items"] is JsonObject items && node.Items is { } item)
            CheckRules(item, items, $"{path}.items", times * CelCost.Cardinality(node));
        if (schema["additionalProperties"] is JsonObject values && node.AdditionalProperties is { } value)
            CheckRules(value, values, $"{path}.additionalProperties", times * CelCost.Cardinality(node));
    }

    private void CheckRule(SchemaNode node, JsonObject entry, string path, double times)
    {
        if (entry.Text("rule") is not { } source || string.IsNullOrWhiteSpace(source))
        {
            causes.Add(Causes.Required($"{path}.rule", "rule is not specified"));
            return;
        }

        (CelRule? rule, string field, string? error) = CelRule.Compile(entry, node);
        if (rule is null)
        {
            causes.Add(Causes.Invalid($"{path}.{field}", null, error!) with { Message = $"Invalid value: {Shown(entry)}: {error}" });
            return;
        }

        if (rule.OptionalOldSelf && !rule.Program.UsesOldSelf)
            causes.Add(Causes.Invalid($"{path}.optionalOldSelf", true, "may not be set if oldSelf is not used in rule"));
        if (entry.Text("reason") is { } reason && reason is not ("FieldValueInvalid" or "FieldValueForbidden" or "FieldValueRequired" or "FieldValueDuplicate"))
            causes.Add(Causes.NotSupported($"{path}.reason", reason, ["FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate"]));
        double cost = CelCost.Of(rule.Program.Root, node);
        _total.Add(cost * times);
        if (cost > CelCost.RuleLimit)
            causes.Add(Causes.Forbidden($"{path}.rule", "estimated rule cost " + CelCost.Excess(cost, CelCost.RuleLimit)));
    }

    private static string Shown(JsonObject entry)
    {
        var shown = new JsonObject
        {
            ["Rule"] = entry.Text("rule") ?? "",
            ["Message"] = entry.Text("message") ?? "",
            ["MessageExpression"] = entry.Text("messageExpression") ?? "",
            ["Reason"] = entry["reason"]?.DeepClone(),
            ["FieldPath"] = entry.Text("fieldPath") ?? "",
            ["OptionalOldSelf"] = entry["optionalOldSelf"]?.DeepClone(),
        };
        // the server escapes here what HTML would take for markup
        return Causes.Text(shown).Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
