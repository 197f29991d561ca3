using Argus.Contracts.Jobs;
using Argus.ServiceDefaults.Docs;
using Microsoft.OpenApi;

namespace Argus.Jobs.Docs;

/// <summary>Operations on jobs.</summary>
internal static class JobOperations
{
    private const string Json = "application/json";
    private const string Tag = "jobs";

    private static readonly ApiBody Job = new(
        Json,
        "JobBody",
        """{"job_id":"550e8400-e29b-41d4-a716-446655440000","task_type":"image_embedding","media_store_id":12345,"status":"pending","priority":7,"created_at":1732000000000,"started_at":null,"completed_at":null,"error_message":null,"result":null}""");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        .. JobTasks.All.Select(Creation),
        new(HttpMethod.Get, "/job", Tag, "Jobs, newest first.")
        {
            Parameters =
            [
                new("status", ParameterLocation.Query, JsonSchemaType.String, "Only these: pending, processing, completed, error, sync_failed; several with commas."),
                new("task_type", ParameterLocation.Query, JsonSchemaType.String, "Only these; several with commas."),
                new("media_store_id", ParameterLocation.Query, JsonSchemaType.Integer, "Only of this picture."),
                new("limit", ParameterLocation.Query, JsonSchemaType.Integer, "Jobs a page, 1 to 1000; default 100."),
                new("cursor", ParameterLocation.Query, JsonSchemaType.String, "next_cursor of the page before."),
            ],
            Answers = [new(Json, "JobListBody")],
            Errors = [422, 503],
        },
        new(HttpMethod.Get, "/job/{job_id}", Tag, "One job. 422 where the id is no UUID.") { Answers = [Job], Errors = [404, 422, 503] },
        new(HttpMethod.Delete, "/job/{job_id}", Tag, "Cancels a job: it ends in error. 409 where it has ended.") { Answers = [Job], Errors = [404, 409, 422, 503, 507] },
        new(HttpMethod.Post, "/job/{job_id}/cancel", Tag, "As DELETE.") { Answers = [Job], Errors = [404, 409, 422, 503, 507] },
        new(HttpMethod.Post, "/job/{job_id}/retry", Tag, "Begins a failed job anew, or the delivery of its result. 409 where it did not fail.") { Answers = [Job], Errors = [404, 409, 422, 503, 507] },
        new(HttpMethod.Get, "/job/{job_id}/events", Tag, "The job as server-sent events (event: job, data: as GET): at once and after each change, until it has ended for good. 204 where Last-Event-ID names the end.")
        {
            Parameters = [new("Last-Event-ID", ParameterLocation.Header, JsonSchemaType.String, "Id of the last event that was seen; browsers send it by themselves.")],
            Answers = [new("text/event-stream", "") { Inline = SchemaParts.Of(JsonSchemaType.String) }],
            Errors = [404, 422, 503],
        },
        new(HttpMethod.Get, "/jobs/stats", Tag, "Counts by state and task type, and what waits to be sent; a few seconds old at most.") { Answers = [new(Json, "JobStatsBody")], Errors = [503] },
    ];

    // A path for each task type: beside /job/{job_id}, OpenAPI takes no /job/{task_type}.
    private static ApiOperation Creation(string task) =>
        new(HttpMethod.Post, $"/job/{task}", Tag, $"Creates a job {task} of a {(task == JobTasks.VideoFaces ? "video" : "picture")}. 409, with its id in job_id and its address in Location, where there is one. 200 with the first job where the same was asked with the same Idempotency-Key.")
        {
            Bodies = [task == JobTasks.VideoFaces
                ? new(Json, "VideoJobRequest", """{"media_store_id":12345,"priority":7,"interval":0.5,"threshold":0.5,"max_frames":2000,"store":true}""")
                : new(Json, "JobRequest", """{"media_store_id":12345,"priority":7}""")],
            Parameters =
            [
                new("Idempotency-Key", ParameterLocation.Header, JsonSchemaType.String, "1 to 255 characters of the caller's choice: the same request with the same key makes one job, however often it is sent."),
                new("traceparent", ParameterLocation.Header, JsonSchemaType.String, "W3C trace context, which the work of the job belongs to."),
            ],
            Success = 201,
            Answers = [Job],
            Errors = [400, 409, 413, 415, 422, 503, 507],
        };
}
