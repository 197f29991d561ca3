using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Argus.ServiceDefaults.Docs;

/// <summary>Registration of <c>/openapi.json</c> and <c>/docs</c>.</summary>
public static class ApiDocument
{
    /// <summary>Describes an API; nothing is computed before the document is asked for.</summary>
    /// <param name="services">The services.</param>
    /// <param name="info">Title, version and description.</param>
    /// <param name="json">What writes the bodies: schemas are derived with it.</param>
    /// <param name="addSchemas">Adds the schemas that operations name.</param>
    /// <param name="operations">Every operation.</param>
    public static void AddApiDocument(
        this IServiceCollection services,
        OpenApiInfo info,
        IJsonTypeInfoResolver json,
        Func<OpenApiDocument, OpenApiDocumentTransformerContext, CancellationToken, Task> addSchemas,
        Func<IEnumerable<ApiOperation>> operations)
    {
        // Schemas are derived with the very options that write the bodies.
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.TypeInfoResolver = json;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(open => open.AddDocumentTransformer(async (document, context, cancel) =>
        {
            document.Info = info;
            // The host's own address may be one that no caller can use: paths are relative to where the document was read.
            document.Servers = [new OpenApiServer { Url = "/" }];
            await addSchemas(document, context, cancel);
            document.Paths = [];
            foreach (var operation in operations())
                Add(document, operation);
        }));
    }

    /// <summary>Serves both.</summary>
    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi.json");
        app.MapGet("/docs", DocsPage.WriteAsync);
    }

    private static void Add(OpenApiDocument document, ApiOperation operation)
    {
        if (!document.Paths.TryGetValue(operation.Path, out var item))
            document.Paths.Add(operation.Path, item = new OpenApiPathItem());
        ((OpenApiPathItem)item).AddOperation(operation.Method, operation.Describe(document));
    }
}
