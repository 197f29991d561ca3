using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argus.Data.Tests.Vectors.Qdrant;

/// <summary>Holds bodies against an OpenAPI 3.0 document. A property that a schema does not know is a fault, though the schema may not say so.</summary>
internal sealed class OpenApiCheck(JsonNode document)
{
    /// <summary>The operation of a request, by method and path; null where there is none.</summary>
    public JsonNode? Operation(string method, string path)
    {
        string[] parts = path.Trim('/').Split('/');
        return document["paths"]!.AsObject()
            .Where(p => Fits(p.Key.Trim('/').Split('/'), parts)).OrderBy(p => p.Key.Count(c => c == '{'))
            .Select(p => p.Value![method.ToLowerInvariant()]).FirstOrDefault(o => o is not null);
    }

    public IEnumerable<string> Query(JsonNode operation, IEnumerable<string> names)
    {
        var known = operation["parameters"]?.AsArray().Where(p => (string)p!["in"]! == "query").Select(p => (string)p!["name"]!).ToHashSet() ?? [];
        return names.Where(n => !known.Contains(n)).Select(n => $"?{n}: is not known");
    }

    public IEnumerable<string> Request(JsonNode operation, JsonNode? body) =>
        operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema ? Check(schema.AsObject(), body, "request")
        : body is null ? [] : ["request: has a body"];

    public IEnumerable<string> Answer(JsonNode operation, int status, JsonNode? body)
    {
        var responses = operation["responses"]!;
        var response = responses[$"{status}"] ?? (status < 500 ? responses["4XX"] : null) ?? responses["default"]!;
        return Check(response["content"]!["application/json"]!["schema"]!.AsObject(), body, $"answer {status}");
    }

    private static bool Fits(string[] template, string[] path) =>
        template.Length == path.Length && template.Zip(path).All(p => p.First.StartsWith('{') || p.First == p.Second);

    private List<string> Check(JsonObject schema, JsonNode? value, string path)
    {
        if (schema["$ref"] is { } reference)
            return Check(document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!.AsObject(), value, path);
        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray choices)
        {
            var tries = choices.Select(c => Check(c!.AsObject(), value, path)).ToArray();
            return tries.Any(t => t.Count == 0) ? [] : [$"{path}: {value?.ToJsonString() ?? "null"} is none of the choices: {string.Join(" | ", tries.SelectMany(t => t).Take(12))}"];
        }

        if (schema["allOf"] is JsonArray all)
            return [.. all.SelectMany(s => Check(s!.AsObject(), value, path))];
        if (value is null)
            return (bool?)schema["nullable"] == true ? [] : [$"{path}: is null"];
        if (schema.Count == 1 && schema["nullable"] is not null)
            return [$"{path}: must be null"];
        List<string> faults = [];
        if (schema["type"] is { } type && !HasType((string)type!, value))
            return [$"{path}: must be {type}"];
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
            faults.Add($"{path}: {value} is none of {allowed.ToJsonString()}");
        if (value.GetValueKind() == JsonValueKind.Number && (value.GetValue<JsonElement>().GetDouble() < (double?)schema["minimum"] || value.GetValue<JsonElement>().GetDouble() > (double?)schema["maximum"]))
            faults.Add($"{path}: {value} is out of bounds");
        if ((string?)schema["format"] == "uuid" && !Guid.TryParse((string?)value, out _))
            faults.Add($"{path}: {value} is no UUID");
        if (value is JsonArray list && schema["items"] is JsonObject items)
        {
            faults.AddRange(list.SelectMany((v, i) => Check(items, v, $"{path}[{i}]")));
            if ((bool?)schema["uniqueItems"] == true && list.Select(v => v!.ToJsonString()).Distinct().Count() != list.Count)
                faults.Add($"{path}: holds a value twice");
        }

        if (value is JsonObject map)
            faults.AddRange(Map(schema, map, path));
        return faults;
    }

    private IEnumerable<string> Map(JsonObject schema, JsonObject map, string path)
    {
        foreach (var required in schema["required"] as JsonArray ?? [])
        {
            if (!map.ContainsKey((string)required!))
                yield return $"{path}.{required}: is missing";
        }

        var more = schema["additionalProperties"];
        foreach (var (name, value) in map)
        {
            if (schema["properties"]?[name] is JsonObject known)
            {
                foreach (string fault in Check(known, value, $"{path}.{name}"))
                    yield return fault;
            }
            else if (more is JsonObject other)
            {
                foreach (string fault in Check(other, value, $"{path}.{name}"))
                    yield return fault;
            }
            else if (more is null || !(bool)more!)
            {
                yield return $"{path}.{name}: is not known";
            }
        }
    }

    private static bool HasType(string type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => !value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E'),
        _ => false,
    };
}
