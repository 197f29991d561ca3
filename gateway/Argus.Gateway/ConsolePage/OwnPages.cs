using System.Collections.Frozen;
using Argus.Gateway.Cluster;
using Argus.Gateway.Docs;
using Argus.Kube.Api;
using Argus.ServiceDefaults.Docs;
using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.ConsolePage;

/// <summary>What the gateway shows of itself: the console, the page of the API, and its document.</summary>
internal sealed class OwnPages
{
    private readonly FrozenDictionary<string, RequestDelegate> _pages;

    public OwnPages(StateFeed feed, OpenApiEndpoint document)
    {
        var pages = new Dictionary<string, RequestDelegate>(ConsoleFiles.All)
        {
            ["/"] = ToConsole,
            ["/console/"] = ToConsole,
            ["/console/state"] = feed.StateAsync,
            ["/console/events"] = feed.EventsAsync,
            ["/docs"] = DocsPage.WriteAsync,
            ["/openapi.json"] = document.InvokeAsync,
        };
        _pages = pages.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What answers a path, or null where it is none of ours.</summary>
    public RequestDelegate? Find(HttpRequest request)
    {
        if (request.Path.Value is not { } path || !_pages.TryGetValue(path, out var page))
            return null;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? page : RefuseAsync;
    }

    private static Task ToConsole(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers.Location = "/console";
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.Headers.Allow = "GET, HEAD";
        return new Refusal(405, $"{http.Request.Path} does not take {http.Request.Method}; it takes GET, HEAD.").WriteAsync(http);
    }
}

/// <summary>Registration of <see cref="OwnPages"/>.</summary>
internal static class OwnPagesExtensions
{
    /// <summary>Adds them, and what they show.</summary>
    public static void AddOwnPages(this IServiceCollection services)
    {
        services.AddSingleton<RequestFigures>();
        services.AddSingleton<StateFeed>();
        services.AddSingleton(s => DigestsOf(s.GetRequiredService<RouteSource>()));
        services.AddSingleton<ServiceDocuments>();
        services.AddSingleton<OpenApiEndpoint>();
        services.AddSingleton<OwnPages>();
    }

    private static Func<IReadOnlyDictionary<ObjectKey, string?>> DigestsOf(RouteSource source) =>
        () => source.Deployments.ToDictionary(ObjectKey.Of, d => d.Status?.Digest);
}
