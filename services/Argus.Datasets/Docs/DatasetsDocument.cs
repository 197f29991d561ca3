using Argus.Contracts.Datasets;
using Argus.Datasets.Health;
using Argus.ServiceDefaults.Docs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Argus.Datasets.Docs;

/// <summary>What the document says of this API.</summary>
internal static class DatasetsDocument
{
    private const string Json = "application/json";
    private static readonly Type[] Contracts =
        [typeof(CandidateBody), typeof(CandidateListBody), typeof(DecisionRequest), typeof(RunRequest), typeof(RunBody), typeof(RunListBody), typeof(DatasetManifest), typeof(DatasetSummaryBody), typeof(CurrentCheckpoint), typeof(FitReport), typeof(DatasetClassesBody), typeof(DatasetHealthResponse)];

    /// <summary>Describes it.</summary>
    public static void AddDatasetsDocument(this IServiceCollection services) => services.AddApiDocument(
        new OpenApiInfo
        {
            Title = "Argus datasets",
            Version = HealthEndpoints.Version,
            Description = "What was predicted, collected by the day, verified by people, and made into datasets and centroids by the month. Days and months are of UTC.",
        },
        DatasetsJson.Default,
        AddSchemasAsync,
        () => Operations);

    private static IEnumerable<ApiOperation> Operations =>
    [
        new(HttpMethod.Get, "/datasets/candidates", "candidates", "Predictions that were collected, by id.")
        {
            Parameters =
            [
                new("state", ParameterLocation.Query, JsonSchemaType.String, "Only these: collecting, candidate, accepted, rejected, skipped."),
                new("day", ParameterLocation.Query, JsonSchemaType.String, "Only of this day, YYYY-MM-DD."),
                new("class", ParameterLocation.Query, JsonSchemaType.String, "Only of this class: the decided one, else the predicted one."),
                new("limit", ParameterLocation.Query, JsonSchemaType.Integer, "How many a page, 1 to 1000; default 100."),
                new("cursor", ParameterLocation.Query, JsonSchemaType.Integer, "next_cursor of the page before."),
            ],
            Answers = [new(Json, "CandidateListBody")],
            Errors = [422, 503],
        },
        new(HttpMethod.Get, "/datasets/candidates/{id}", "candidates", "One of them.") { Answers = [new(Json, "CandidateBody")], Errors = [404, 422, 503] },
        new(HttpMethod.Get, "/datasets/candidates/{id}/photo", "candidates", "Its photo.") { Answers = [new("image/*", "") { Inline = SchemaParts.File("The photo.") }], Errors = [404, 422, 503] },
        Decision("accept", "The prediction is right. 409 where it names no class that there is."),
        Decision("relabel", "It belongs to the class in the body."),
        Decision("reject", "It is not to be learnt from."),
        new(HttpMethod.Get, "/datasets/classes", "candidates", "The classes that photos can be verified as.") { Answers = [new(Json, "DatasetClassesBody")] },
        new(HttpMethod.Get, "/datasets/runs", "runs", "Runs of the flows, newest first.")
        {
            Parameters = [new("flow", ParameterLocation.Query, JsonSchemaType.String, "Only of daily or monthly."), new("limit", ParameterLocation.Query, JsonSchemaType.Integer, "How many, 1 to 1000; default 100.")],
            Answers = [new(Json, "RunListBody")],
            Errors = [422, 503],
        },
        new(HttpMethod.Post, "/datasets/runs", "runs", "Begins a run of a day or month that is over. 409 where one of it is under way.")
        {
            Bodies = [new(Json, "RunRequest", """{"flow":"daily","date":"2026-03-05"}""")],
            Success = 202,
            Answers = [new(Json, "RunBody")],
            Errors = [409, 415, 422, 503],
        },
        new(HttpMethod.Get, "/datasets/runs/{id}", "runs", "One run.")
        {
            Parameters = [new("wait", ParameterLocation.Query, JsonSchemaType.Integer, "Seconds that its end is waited for, up to 30.")],
            Answers = [new(Json, "RunBody")],
            Errors = [404, 422, 503],
        },
        new(HttpMethod.Get, "/datasets/manifests/{kind}/{name}", "datasets", "A manifest: candidates/YYYY-MM-DD, verified/YYYY-MM or full/YYYY-MM.")
        {
            Parameters = [new("objects", ParameterLocation.Query, JsonSchemaType.Boolean, "false answers its counts alone (DatasetSummaryBody); default true.")],
            Answers = [new(Json, "DatasetManifest")],
            Errors = [404, 422, 503],
        },
        new(HttpMethod.Get, "/datasets/models/current.json", "datasets", "The checkpoint of centroids that counts. What reads face classes can be pointed at it (ARGUS_CLASSES).") { Answers = [new(Json, "CurrentCheckpoint")], Errors = [404, 503] },
        new(HttpMethod.Get, "/datasets/models/checkpoints/{name}/{file}", "datasets", "A file of a checkpoint: centroids.json, report.json or confusion.png.") { Answers = [new(Json, "FitReport")], Errors = [404, 503] },
        new(HttpMethod.Get, "/health", "health", "State of the service; 503, with the same body, while the database does not answer.") { Answers = [new(Json, "DatasetHealthResponse")] },
    ];

    private static ApiOperation Decision(string verb, string summary) => new(HttpMethod.Post, $"/datasets/candidates/{{id}}/{verb}", "candidates", summary)
    {
        Bodies = [new(Json, "DecisionRequest", """{"class":"Soft","by":"ann"}""")],
        Answers = [new(Json, "CandidateBody")],
        Errors = [404, 409, 415, 422, 503],
    };

    private static async Task AddSchemasAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        foreach (var type in Contracts)
            document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancel));
        document.AddComponent("Problem", SchemaParts.Problem());
    }
}
