using System.Net;

namespace Argus.Kube.Client;

/// <summary>Whether a failed request is sent again, and when.</summary>
internal sealed class RetryPolicy(int maxRetries, Jitter jitter)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(5);

    /// <summary>A server that wants a longer rest than this gets its error handed on.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>Null when it is not sent again.</summary>
    public TimeSpan? AfterAnswer(ApiRequest request, KubernetesException error, int retries)
    {
        // A throttled request was not looked at, so any may be sent again; an unavailable server may have begun.
        bool may = error.Code switch
        {
            HttpStatusCode.TooManyRequests => true,
            HttpStatusCode.ServiceUnavailable => request.Idempotent,
            _ => false,
        };
        return may && retries < maxRetries && error.RetryAfter is { } wait && wait <= LongestRetryAfter ? jitter.Above(wait, 0.25) : null;
    }

    /// <summary>Null when it is not sent again.</summary>
    public TimeSpan? AfterBrokenConnection(ApiRequest request, Exception error, int retries)
    {
        // Without a connection nothing was sent; one that broke later may have carried the request to the server.
        bool may = error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            ? request.Idempotent
            : request.Method == HttpMethod.Get && error is HttpIOException or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded };
        return may && retries < maxRetries ? jitter.BackOff(retries, FirstBackOff, LongestBackOff) : null;
    }
}
