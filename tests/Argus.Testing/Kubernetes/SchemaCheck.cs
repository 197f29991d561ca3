using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argus.Testing.Kubernetes;

/// <summary>Holds a document against an OpenAPI schema: names, types, bounds. A property that the schema does not know is a fault.</summary>
/// <param name="Schemas">What references lead to; null where there are none.</param>
public sealed record SchemaCheck(JsonObject? Schemas)
{
    /// <summary>What does not fit, by path; empty where all does.</summary>
    public IReadOnlyList<string> Check(JsonObject schema, JsonNode? value)
    {
        List<string> faults = [];
        Check(schema, value, "", faults);
        return faults;
    }

    private void Check(JsonObject schema, JsonNode? value, string path, List<string> faults)
    {
        schema = Resolve(schema);
        if ((bool?)schema["x-kubernetes-preserve-unknown-fields"] == true)
            return;
        if ((bool?)schema["x-kubernetes-int-or-string"] == true || (string?)schema["format"] == "int-or-string" || schema["oneOf"] is not null)
        {
            if (value?.GetValueKind() is not (JsonValueKind.Number or JsonValueKind.String))
                faults.Add($"{path}: must be a number or a text");
            return;
        }

        if (schema["type"] is { } type && !(type as JsonArray ?? [(string)type!]).Any(one => HasType((string)one!, value)))
        {
            faults.Add($"{path}: must be {type}, is {value?.ToJsonString() ?? "null"}");
            return;
        }

        switch (value)
        {
            case JsonObject map:
                Map(schema, map, path, faults);
                break;
            case JsonArray list:
                Bounds(schema, list.Count, "Items", path, faults);
                for (int i = 0; i < list.Count; i++)
                    Check(schema["items"]!.AsObject(), list[i], $"{path}[{i}]", faults);
                break;
            case JsonValue scalar:
                Scalar(schema, scalar, path, faults);
                break;
        }
    }

    private void Map(JsonObject schema, JsonObject map, string path, List<string> faults)
    {
        foreach (var required in schema["required"] as JsonArray ?? [])
        {
            if (!map.ContainsKey((string)required!))
                faults.Add($"{path}.{required}: is missing");
        }

        // An object that says nothing of its properties takes any, such as metadata of a CRD.
        if (schema["properties"] is null && schema["additionalProperties"] is null)
            return;
        foreach (var (name, value) in map)
        {
            var child = schema["properties"]?[name] ?? schema["additionalProperties"];
            if (child is null)
                faults.Add($"{path}.{name}: is not known");
            else
                Check(child.AsObject(), value, $"{path}.{name}", faults);
        }
    }

    private static void Scalar(JsonObject schema, JsonValue value, string path, List<string> faults)
    {
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
            faults.Add($"{path}: {value} is none of {allowed.ToJsonString()}");
        if (value.GetValueKind() == JsonValueKind.String)
        {
            string text = (string)value!;
            Bounds(schema, text.Length, "Length", path, faults);
            if (schema["pattern"] is { } pattern && !Regex.IsMatch(text, (string)pattern!))
                faults.Add($"{path}: '{text}' does not match {pattern}");
        }
        else if (value.GetValueKind() == JsonValueKind.Number)
        {
            double number = double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
            if (number < Number(schema, "minimum") || number > Number(schema, "maximum"))
                faults.Add($"{path}: {number} is out of bounds");
        }
    }

    private static void Bounds(JsonObject schema, int count, string what, string path, List<string> faults)
    {
        if (count < Number(schema, $"min{what}") || count > Number(schema, $"max{what}"))
            faults.Add($"{path}: has {count} {what.ToLowerInvariant()}");
    }

    private static double? Number(JsonObject schema, string name) =>
        schema[name] is { } value ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;

    private static bool HasType(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("null", null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger(double.Parse(value!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)),
        _ => false,
    };

    private JsonObject Resolve(JsonObject schema)
    {
        while (true)
        {
            if (schema["allOf"] is JsonArray { Count: 1 } all)
                schema = all[0]!.AsObject();
            else if (schema["$ref"] is { } reference)
                schema = Schemas![((string)reference!).Split('/')[^1]]!.AsObject();
            else
                return schema;
        }
    }
}
