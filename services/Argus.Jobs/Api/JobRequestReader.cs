using System.Diagnostics;
using System.Text.Json;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Jobs.Api;

/// <summary>Reads the body and headers of <c>POST /job/{task_type}</c>.</summary>
internal static class JobRequestReader
{
    private const string KeyHeader = "Idempotency-Key";
    private const string MediaField = "media_store_id";
    private const string PriorityField = "priority";
    private const int MaxBytes = 64 * 1024;
    private const int MaxKey = 255;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads them.</summary>
    /// <param name="http">The request.</param>
    /// <param name="task">A task type that there is.</param>
    /// <returns>What is to be created; 400 for a priority out of range, 413, 415, 422 for all else.</returns>
    public static async Task<Outcome<NewJob>> ReadAsync(HttpContext http, string task)
    {
        var request = http.Request;
        if (request.ContentType is { Length: > 0 } type && !request.HasJsonContentType())
            return new Refusal(415, $"The content type must be application/json, not '{type}'.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MaxBytes;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, http.RequestAborted);
            return Read(document.RootElement, request.Headers, task);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not Unicode, which is found only where it is asked for.
            return new Refusal(422, $$"""The body must be a JSON object such as {"{{MediaField}}": 12345, "{{PriorityField}}": 7}: {{e.Message}}""");
        }
    }

    private static Outcome<NewJob> Read(JsonElement root, IHeaderDictionary headers, string task)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return new Refusal(422, $"The body must be a JSON object, not {Kind(root)}.");
        var errors = new FieldErrors();
        long media = Media(root, errors);
        long priority = Priority(root, errors);
        string? key = Key(headers, errors);
        var parameters = task == JobTasks.VideoFaces ? VideoParameterReader.Read(root, errors) : null;
        if (!errors.None)
            return errors.ToRefusal();
        if (priority is < JobTasks.MinPriority or > JobTasks.MaxPriority)
            return new Refusal(400, $"{PriorityField} must be from {JobTasks.MinPriority} to {JobTasks.MaxPriority}, not {priority}.");
        return new NewJob { TaskType = task, MediaStoreId = media, Priority = (int)priority, Parameters = parameters, IdempotencyKey = key, TraceParent = TraceParent(headers) };
    }

    private static long Media(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty(MediaField, out var value))
            errors.Add(MediaField, "is required: the number of the picture in the media store.");
        else if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out long id))
            errors.Add(MediaField, $"must be a whole number, not {Kind(value)}.");
        else if (id < 0)
            errors.Add(MediaField, "must be 0 or more.");
        else
            return id;
        return 0;
    }

    private static long Priority(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty(PriorityField, out var value) || value.ValueKind == JsonValueKind.Null)
            return JobTasks.DefaultPriority;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long priority))
            return priority;
        errors.Add(PriorityField, $"must be a whole number from {JobTasks.MinPriority} to {JobTasks.MaxPriority}, not {Kind(value)}.");
        return 0;
    }

    private static string? Key(IHeaderDictionary headers, FieldErrors errors)
    {
        if (!headers.TryGetValue(KeyHeader, out var keys))
            return null;
        if (keys.Count == 1 && keys[0]?.Trim() is { Length: > 0 and <= MaxKey } key)
            return key;
        errors.Add(KeyHeader, $"must be one text of 1 to {MaxKey} characters.");
        return null;
    }

    // Where spans are recorded, the span of this request is the parent of what the worker does; else it is the caller's.
    private static string? TraceParent(IHeaderDictionary headers)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } span)
            return span.Id;
        return headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, null, out _) ? parent : null;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText() is { Length: <= 40 } text ? text : "a number of that size",
        JsonValueKind.String => "text",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
