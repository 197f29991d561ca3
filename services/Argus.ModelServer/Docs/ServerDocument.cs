using Argus.Contracts;
using Argus.ModelServer.Health;
using Argus.ServiceDefaults.Docs;
using Microsoft.OpenApi;

namespace Argus.ModelServer.Docs;

/// <summary>What the document says of this API.</summary>
internal static class ServerDocument
{
    /// <summary>Describes it.</summary>
    public static void AddServerDocument(this IServiceCollection services) => services.AddApiDocument(
        new OpenApiInfo
        {
            Title = "Argus model server",
            Version = HealthEndpoints.Version,
            Description = "Finds, aligns and embeds faces, estimates age and gender, tells face classes, embeds pictures, and runs the graphs themselves. Coordinates are pixels of the upright picture.",
        },
        ContractsJson.Default,
        ApiSchemas.AddAsync,
        () => ApiOperations.All);
}
