using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Argus.ServiceDefaults.Problems;

/// <summary>Why a request is not answered: a value, because bad requests are expected.</summary>
/// <param name="Status">The status code, 400 to 599.</param>
/// <param name="Detail">One sentence for the caller.</param>
public sealed record Refusal(int Status, string Detail)
{
    /// <summary>Every wrong field by name, with what is wrong.</summary>
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    /// <summary>When the caller should come back; sent in whole seconds, at least 1.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Further members of the problem (RFC 9457, section 3.2), in snake_case.</summary>
    public IReadOnlyDictionary<string, string>? Members { get; init; }

    /// <summary>What programs react to, where the status does not tell; below <c>/v1</c> only.</summary>
    public string? Code { get; init; }

    /// <summary>The one field that is wrong; below <c>/v1</c> only.</summary>
    public string? Param { get; init; }

    /// <summary>Writes <c>application/problem+json</c>, below <c>/v1</c> OpenAI's form; nothing may have been written before.</summary>
    public Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        bool openAI = http.Request.Path.StartsWithSegments(OpenAIErrorBody.Tree);
        response.ContentType = openAI ? "application/json" : "application/problem+json";
        byte[] json = openAI ? JsonSerializer.SerializeToUtf8Bytes(OpenAIErrorBody.Of(this), ProblemJson.Default.OpenAIErrorBody) : Problem(http);
        response.ContentLength = json.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }

    private byte[] Problem(HttpContext http)
    {
        var body = new ProblemBody
        {
            Title = ReasonPhrases.GetReasonPhrase(Status),
            Status = Status,
            Detail = Detail,
            Errors = Errors,
            Error = http.Request.Path.StartsWithSegments("/v2") ? Detail : null,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            Members = Members?.ToDictionary(m => m.Key, m => JsonSerializer.SerializeToElement(m.Value, ProblemJson.Default.String)),
        };
        return JsonSerializer.SerializeToUtf8Bytes(body, ProblemJson.Default.ProblemBody);
    }
}
