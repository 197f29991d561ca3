using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Chat;

/// <summary>Whether what a server elsewhere answers can be passed on as an answer of chat.</summary>
internal static class RelayAnswer
{
    /// <summary>Why it cannot, or null.</summary>
    public static Refusal? Fault(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        if (status is 401 or 403 or 407 or (>= 300 and < 400))
            return new Refusal(502, $"The server behind this model answers {status}; its key or its address is wrong.") { Code = "endpoint_refused" };
        if (response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() is "application/json" or "text/event-stream")
            return null;
        // Proxies in front of it speak for themselves when it is full or away.
        if (status is 429 or 503)
            return new Refusal(status, $"The server behind this model answers {status}.") { RetryAfter = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), Code = "endpoint_busy" };
        return new Refusal(502, $"The server behind this model answers {status} with {Kind(response)}, which is no answer of chat; its address is wrong, or something else answers there.") { Code = "endpoint_unreadable" };
    }

    private static string Kind(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is { Length: > 0 and < 64 } type ? type : "something of no type";
}
