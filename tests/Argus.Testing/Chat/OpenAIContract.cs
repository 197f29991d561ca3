using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Testing.Kubernetes;

namespace Argus.Testing.Chat;

/// <summary>Holds bodies against OpenAI's own document, which lies in <c>shared/</c>. What a schema does not name is a fault too.</summary>
public sealed class OpenAIContract
{
    private static readonly Lazy<OpenAIContract> Loaded = new(() => new OpenAIContract(TestYaml.ReadAll(Schemas(File.ReadLines(TestData.At("contracts", "openai", "openapi.yaml")))).Single()));

    private readonly JsonObject _schemas;

    private OpenAIContract(JsonObject document) => _schemas = document["schemas"]!.AsObject();

    /// <summary>The document, read once.</summary>
    public static OpenAIContract Shared => Loaded.Value;

    /// <summary>Every way in which a body breaks a schema.</summary>
    /// <param name="schema">Name of the schema.</param>
    /// <param name="body">The body.</param>
    public IReadOnlyList<string> Faults(string schema, JsonNode? body) => [.. Check(Named(schema), body, schema, strict: true)];

    // Only the schemas, and without texts: some of those are written in a way that the reader of YAML does not take.
    private static string Schemas(IEnumerable<string> lines)
    {
        var kept = new StringBuilder("schemas:\n");
        int text = -1;
        foreach (string line in lines.SkipWhile(l => l != "components:").SkipWhile(l => l != "  schemas:").Skip(1).TakeWhile(l => l.Length == 0 || l[0] == ' '))
        {
            int indent = line.Length - line.TrimStart().Length;
            if (line.Length == indent || (text >= 0 && indent > text))
                continue;
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            bool begins = colon > 0 && line[(colon + 2)..].TrimStart() is ['|' or '>', ..];
            text = begins || line.Trim() is "x-oaiMeta:" or "example:" or "default:" ? indent : -1;
            if (text < 0)
                kept.Append(line, 2, line.Length - 2).Append('\n');
        }

        return kept.ToString();
    }

    private static IEnumerable<string> Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several.Select(t => (string?)t ?? "null"),
        { } one => [(string)one!],
        null => [],
    };

    private static bool HasType(string type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => !value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E'),
        _ => false,
    };

    private static double? Number(JsonNode? value) => value is null ? null : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private JsonObject Named(string name) => _schemas[name]!.AsObject();

    private List<string> Check(JsonObject schema, JsonNode? value, string path, bool strict)
    {
        if (schema["$ref"] is { } reference)
            return Check(Named(((string)reference!).Split('/')[^1]), value, path, strict);
        if (value is null)
            return (bool?)schema["nullable"] == true || Types(schema).Contains("null") || Choices(schema).Any(c => Check(c, null, path, strict).Count == 0) ? [] : [$"{path}: is null"];
        List<string> faults = [];
        if (schema["allOf"] is JsonArray all)
        {
            faults.AddRange(all.SelectMany(s => Check(s!.AsObject(), value, path, strict: false)));
            var names = all.SelectMany(s => Properties(s!.AsObject())).ToHashSet();
            if (value is JsonObject merged && strict)
                faults.AddRange(merged.Where(p => !names.Contains(p.Key)).Select(p => $"{path}.{p.Key}: is not known"));
            return faults;
        }

        var choices = Choices(schema).ToList();
        if (choices.Count > 0)
        {
            var tries = choices.ConvertAll(c => Check(c, value, path, strict));
            return tries.Exists(t => t.Count == 0) ? [] : [$"{path}: {value.ToJsonString()} is none of the choices: {string.Join(" | ", tries.SelectMany(t => t).Take(12))}"];
        }

        if (Types(schema).ToList() is { Count: > 0 } types && !types.Exists(t => HasType(t, value)))
            return [$"{path}: must be {string.Join(" or ", types)}, not {value.ToJsonString()}"];
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
            faults.Add($"{path}: {value} is none of {allowed.ToJsonString()}");
        if (value.GetValueKind() == JsonValueKind.Number && (Number(value) < Number(schema["minimum"]) || Number(value) > Number(schema["maximum"])))
            faults.Add($"{path}: {value} is out of bounds");
        if (value is JsonArray list && schema["items"] is JsonObject items)
            faults.AddRange(list.SelectMany((v, i) => Check(items, v, $"{path}[{i}]", strict: true)));
        if (value is JsonObject map)
            faults.AddRange(Fields(schema, map, path, strict));
        return faults;
    }

    private static IEnumerable<JsonObject> Choices(JsonObject schema) => ((schema["anyOf"] ?? schema["oneOf"]) as JsonArray ?? []).Select(c => c!.AsObject());

    private IEnumerable<string> Properties(JsonObject schema)
    {
        if (schema["$ref"] is { } reference)
            return Properties(Named(((string)reference!).Split('/')[^1]));
        return (schema["properties"] as JsonObject ?? []).Select(p => p.Key).Concat((schema["allOf"] as JsonArray ?? []).SelectMany(s => Properties(s!.AsObject())));
    }

    private IEnumerable<string> Fields(JsonObject schema, JsonObject map, string path, bool strict)
    {
        foreach (var required in schema["required"] as JsonArray ?? [])
        {
            if (!map.ContainsKey((string)required!))
                yield return $"{path}.{required}: is missing";
        }

        foreach (var (name, value) in map)
        {
            if (schema["properties"]?[name] is JsonObject known)
            {
                foreach (string fault in Check(known, value, $"{path}.{name}", strict: true))
                    yield return fault;
            }
            else if (strict && schema["properties"] is not null && schema["additionalProperties"] is not JsonObject)
            {
                yield return $"{path}.{name}: is not known";
            }
        }
    }
}
