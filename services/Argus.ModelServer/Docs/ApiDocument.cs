using System.Text.Json;
using System.Text.Json.Serialization;
using Argus.Contracts;
using Argus.ModelServer.Health;
using Argus.ServiceDefaults.Docs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Argus.ModelServer.Docs;

/// <summary>Registration of <c>/openapi.json</c> and <c>/docs</c>.</summary>
internal static class ApiDocument
{
    /// <summary>Describes the API; nothing is computed before the document is asked for.</summary>
    public static void AddApiDocument(this IServiceCollection services)
    {
        // Schemas are derived with the very options that write the bodies.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolver = ContractsJson.Default;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(open => open.AddDocumentTransformer(DescribeAsync));
    }

    /// <summary>Serves both.</summary>
    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi.json");
        app.MapGet("/docs", DocsPage.WriteAsync);
    }

    private static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Argus model server",
            Version = HealthEndpoints.Version,
            Description = "Finds, aligns and embeds faces, estimates age and gender, embeds pictures, and runs the graphs themselves. Coordinates are pixels of the upright picture.",
        };
        // The host's own address may be one that no caller can use: paths are relative to where the document was read.
        document.Servers = [new OpenApiServer { Url = "/" }];
        await ApiSchemas.AddAsync(document, context, cancel);
        document.Paths = [];
        foreach (var operation in ApiOperations.All)
        {
            if (!document.Paths.TryGetValue(operation.Path, out var item))
                document.Paths.Add(operation.Path, item = new OpenApiPathItem());
            ((OpenApiPathItem)item).AddOperation(operation.Method, operation.Describe(document));
        }
    }
}
