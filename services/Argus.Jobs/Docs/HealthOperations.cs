using Argus.ServiceDefaults.Docs;
using Microsoft.OpenApi;

namespace Argus.Jobs.Docs;

/// <summary>Operations for those who run it.</summary>
internal static class HealthOperations
{
    private const string Json = "application/json";
    private const string Tag = "health";

    private static readonly ApiBody Health = new(Json, "JobsHealthResponse", """{"status":"healthy","version":"0.1.0","roles":["api","worker","media"],"store":"sqlite","vectors":"embedded","auth":"tokens"}""");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(HttpMethod.Get, "/health", Tag, "State of the service; 503, with the same body, while the job store does not answer; of a process that only works also while Kafka does not let it in.") { Answers = [Health] },
        new(HttpMethod.Get, "/health/live", Tag, "Answers as long as the process lives.") { Answers = [Health] },
        new(HttpMethod.Get, "/health/ready", Tag, "As /health.") { Answers = [Health] },
        new(HttpMethod.Get, "/metrics", Tag, "Prometheus text.") { Answers = [new("text/plain", "") { Inline = SchemaParts.Of(JsonSchemaType.String) }] },
        new(HttpMethod.Get, "/docs", Tag, "This API as a page.") { Answers = [new("text/html", "") { Inline = SchemaParts.Of(JsonSchemaType.String) }] },
        new(HttpMethod.Get, "/openapi.json", Tag, "This document.") { Answers = [new(Json, "") { Inline = SchemaParts.Of(JsonSchemaType.Object) }] },
    ];
}
