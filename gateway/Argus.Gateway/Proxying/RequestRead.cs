using Argus.Gateway.Configuration;
using Argus.Gateway.Routing;

namespace Argus.Gateway.Proxying;

/// <summary>What of a request decides where it goes and how long it may take.</summary>
internal static class RequestRead
{
    /// <summary>The query of a request to the route table.</summary>
    public static RouteQuery Query(HttpRequest request) => new(
        request.Host.Host.ToLowerInvariant(),
        request.Path.Value ?? "/",
        request.Method,
        BodyOf(request.ContentType),
        request.Headers.TryGetValue(PodTransformer.DeploymentHeader, out var wanted) && wanted.Count > 0 ? wanted[0] : null);

    /// <summary>How long the caller waits for the first byte. A senseless value is left to the pod to refuse.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">Settings.</param>
    /// <param name="isChat">Whether a language model answers: a long text that is not streamed has its first byte when it has its last.</param>
    public static TimeSpan Limit(HttpRequest request, GatewayOptions options, bool isChat = false)
    {
        var headers = request.Headers;
        if (!headers.TryGetValue(PodTransformer.TimeoutHeader, out var text) || !long.TryParse(text.ToString(), out long milliseconds) || milliseconds <= 0)
            return isChat ? options.MaxTimeout : options.Timeout;
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, (long)options.MaxTimeout.TotalMilliseconds));
    }

    private static BodyKind BodyOf(string? contentType)
    {
        var type = contentType.AsSpan();
        int end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ? BodyKind.Json : BodyKind.File;
    }
}
