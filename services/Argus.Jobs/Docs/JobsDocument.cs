using Argus.Contracts;
using Argus.Contracts.Health;
using Argus.Contracts.Jobs;
using Argus.Contracts.Score;
using Argus.Contracts.Search;
using Argus.Jobs.Configuration;
using Argus.Jobs.Health;
using Argus.ServiceDefaults.Docs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Argus.Jobs.Docs;

/// <summary>What the document says of this API.</summary>
internal static class JobsDocument
{
    private static readonly Type[] Contracts =
        [typeof(JobRequest), typeof(VideoJobRequest), typeof(VideoFacesResult), typeof(JobBody), typeof(JobListBody), typeof(JobStatsBody), typeof(SearchResponse), typeof(ScoreRequest), typeof(ScoreResponse), typeof(ScoreFailure), typeof(JobsHealthResponse)];

    /// <summary>Describes what this process serves in its roles.</summary>
    public static void AddJobsDocument(this IServiceCollection services, JobsOptions options) => services.AddApiDocument(
        new OpenApiInfo
        {
            Title = "Argus jobs",
            Version = HealthEndpoints.Version,
            Description = "Jobs that embed pictures and find faces in them and in videos, searches for what is alike, and the pictures themselves. Times are Unix milliseconds. Coordinates are pixels of the upright picture.",
        },
        ContractsJson.Default,
        AddSchemasAsync,
        () => Operations(options.Roles));

    private static IEnumerable<ApiOperation> Operations(JobsRoles roles) =>
    [
        .. roles.HasFlag(JobsRoles.Api) ? [.. JobOperations.All, .. SearchOperations.All, .. ScoreOperations.All] : (ApiOperation[])[],
        .. roles.HasFlag(JobsRoles.Media) ? EntityOperations.All : [],
        .. HealthOperations.All,
    ];

    private static async Task AddSchemasAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        foreach (var type in Contracts)
            document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancel));
        document.AddComponent("Problem", SchemaParts.Problem());
        document.AddComponent("SearchRequest", SearchOperations.Request());
        document.AddComponent("Entity", EntityOperations.Entity());
    }
}
