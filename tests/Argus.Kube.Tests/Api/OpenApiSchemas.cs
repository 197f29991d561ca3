using System.Text.Json;

namespace Argus.Kube.Tests.Api;

/// <summary>The schemas of one OpenAPI document.</summary>
internal sealed class OpenApiSchemas(string path)
{
    private readonly JsonElement _schemas = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("components").GetProperty("schemas");

    public JsonElement Named(string name) => _schemas.GetProperty(name);

    /// <summary>Follows a reference.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("allOf", out var all) && all.GetArrayLength() == 1)
            schema = all[0];
        return schema.TryGetProperty("$ref", out var reference) ? Named(reference.GetString()!.Split('/')[^1]) : schema;
    }

    /// <summary>A word for the type.</summary>
    public static string Shape(JsonElement schema)
    {
        string type = schema.TryGetProperty("type", out var name) ? name.GetString()! : "";
        string format = schema.TryGetProperty("format", out var value) ? value.GetString()! : "";
        return (type, format) switch
        {
            (_, "int-or-string") => "int-or-string",
            ("array", _) => "list",
            ("object", _) when schema.TryGetProperty("additionalProperties", out _) => "map",
            ("object", _) => "object",
            ("string", "date-time") => "string date-time",
            ("string", _) => "string",
            ("", _) when schema.TryGetProperty("oneOf", out _) => "quantity",
            _ => $"{type} {format}".Trim(),
        };
    }
}
