using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.ServiceDefaults.Problems;

namespace Argus.Datasets.Http;

/// <summary>Reads JSON bodies.</summary>
internal static class Bodies
{
    /// <summary>Reads one; none at all is one without fields.</summary>
    public static async Task<Outcome<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class, new()
    {
        if (http.Request.ContentLength == 0 || (http.Request.ContentLength is null && http.Request.Headers.TransferEncoding.Count == 0))
            return new T();
        if (!http.Request.HasJsonContentType())
            return new Refusal(415, $"The content type must be application/json, not '{http.Request.ContentType}'.");
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted) is { } body ? body : new Refusal(422, "The body must be a JSON object, not null.");
        }
        catch (JsonException error)
        {
            return new Refusal(422, $"The body is not the JSON that is wanted: {error.Message}");
        }
    }
}
