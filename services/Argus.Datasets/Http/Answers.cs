using System.Text.Json.Serialization.Metadata;

namespace Argus.Datasets.Http;

/// <summary>Writes bodies.</summary>
internal static class Answers
{
    /// <summary>Writes one that nobody may keep.</summary>
    public static Task WriteAsync<T>(HttpContext http, int status, T body, JsonTypeInfo<T> type)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(body, type, cancellationToken: http.RequestAborted);
    }
}
