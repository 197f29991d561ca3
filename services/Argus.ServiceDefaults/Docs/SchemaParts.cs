using Microsoft.OpenApi;

namespace Argus.ServiceDefaults.Docs;

/// <summary>Schemas that documents are put together from.</summary>
public static class SchemaParts
{
    /// <summary>A schema of a JSON type.</summary>
    public static OpenApiSchema Of(JsonSchemaType type, string? description = null) => new() { Type = type, Description = description };

    /// <summary>The bytes of a file.</summary>
    public static OpenApiSchema File(string description) => new() { Type = JsonSchemaType.String, Format = "binary", Description = description };

    /// <summary>An object with these fields.</summary>
    public static OpenApiSchema Object(ReadOnlySpan<string> required, params ReadOnlySpan<(string Name, IOpenApiSchema Schema)> fields)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string>(), Properties = new Dictionary<string, IOpenApiSchema>() };
        foreach (string name in required)
            schema.Required.Add(name);
        foreach (var (name, field) in fields)
            schema.Properties.Add(name, field);
        return schema;
    }

    /// <summary>A list of such items.</summary>
    public static OpenApiSchema List(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    /// <summary>An error, as every service answers it.</summary>
    public static OpenApiSchema Problem() => Object(
        ["type", "title", "status", "detail"],
        ("type", Of(JsonSchemaType.String)),
        ("title", Of(JsonSchemaType.String, "The status code in words.")),
        ("status", Of(JsonSchemaType.Integer)),
        ("detail", Of(JsonSchemaType.String, "One sentence on this very request.")),
        ("errors", new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(JsonSchemaType.String), Description = "Every wrong field by name, with what is wrong." }),
        ("error", Of(JsonSchemaType.String, "The detail again, below /v2.")),
        ("trace_id", Of(JsonSchemaType.String, "Finds the request in the logs.")));

    /// <summary>An error below <c>/v1</c>, in OpenAI's form.</summary>
    public static OpenApiSchema OpenAIError() => Object(
        ["error"],
        ("error", Object(
            ["message", "type", "param", "code"],
            ("message", Of(JsonSchemaType.String, "One sentence on this very request.")),
            ("type", Of(JsonSchemaType.String, "invalid_request_error, authentication_error, permission_error, rate_limit_error or server_error.")),
            ("param", Of(JsonSchemaType.String | JsonSchemaType.Null, "The field that is wrong.")),
            ("code", Of(JsonSchemaType.String | JsonSchemaType.Null, "What programs react to, such as model_not_found.")))));
}
