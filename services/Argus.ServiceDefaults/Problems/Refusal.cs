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

    /// <summary>Writes <c>application/problem+json</c>; nothing may have been written before.</summary>
    public Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
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
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(body, ProblemJson.Default.ProblemBody);
        response.ContentLength = json.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
