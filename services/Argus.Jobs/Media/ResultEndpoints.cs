using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Contracts.Media;
using Argus.Data.Media;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Jobs.Media;

/// <summary><c>/entity/{id}/results</c>: what jobs found, the latest of each task type.</summary>
internal sealed class ResultEndpoints(MediaCatalog catalog, MediaGuard guard)
{
    private const long MostBytes = 8 << 20;

    /// <summary><c>POST /entity/{id}/results</c> with job_id, task_type and result; the same may come twice.</summary>
    public Task PutAsync(HttpContext http) => guard.RunAsync(http, async (entity, cancel) =>
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Math.Min(MostBytes, limit.MaxRequestBodySize ?? MostBytes);
        using var body = await ReadAsync(http.Request, cancel);
        if (body is null)
            return new RefusalResult(new(400, "The body must be a JSON object with job_id, task_type and result."));
        Dictionary<string, string> errors = [];
        var job = Guid.Empty;
        if (Field(body, "job_id") is not { ValueKind: JsonValueKind.String } id || !id.TryGetGuid(out job))
            errors["job_id"] = "must be the UUID of the job.";
        if (Field(body, "task_type") is not { ValueKind: JsonValueKind.String } task || !JobTasks.IsKnown(task.GetString()))
            errors["task_type"] = $"must be one of {string.Join(", ", JobTasks.All)}.";
        if (Field(body, "result") is not { ValueKind: JsonValueKind.Object } result)
            errors["result"] = "must be an object.";
        if (errors.Count > 0)
            return RefusalResult.OfFields(errors);
        return await catalog.PutResultAsync(entity.Id, job, Field(body, "task_type")!.Value.GetString()!, Field(body, "result")!.Value.GetRawText(), cancel)
            ? Results.NoContent()
            : MediaGuard.Unknown(entity.Id);
    });

    /// <summary><c>GET /entity/{id}/results</c>.</summary>
    public Task ListAsync(HttpContext http) => guard.RunAsync(http, async (entity, cancel) =>
    {
        var results = await catalog.ResultsAsync(entity.Id, cancel);
        return Results.Json(new EntityResultsBody { Results = [.. results.Select(Body)] }, ContractsJson.Default.EntityResultsBody);
    });

    private static EntityResultBody Body(MediaResult result) => new()
    {
        JobId = result.JobId,
        TaskType = result.TaskType,
        Result = JsonElement.Parse(result.Result),
        ReceivedAt = result.ReceivedAt.ToUnixTimeMilliseconds(),
    };

    private static async Task<JsonDocument?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var body = await JsonDocument.ParseAsync(request.Body, default, cancel);
            if (body.RootElement.ValueKind == JsonValueKind.Object && CanBeWritten(body.RootElement))
                return body;
            body.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Text that is not Unicode is found only where it is written: kept, it would break every later answer.
    private static bool CanBeWritten(JsonElement element)
    {
        try
        {
            using var nowhere = new Utf8JsonWriter(Stream.Null);
            element.WriteTo(nowhere);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonElement? Field(JsonDocument body, string name) => body.RootElement.TryGetProperty(name, out var value) ? value : null;
}
