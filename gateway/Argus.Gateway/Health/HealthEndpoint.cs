using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Gateway.Balancing;
using Argus.Gateway.Cluster;
using Argus.Gateway.Listening;
using Argus.Gateway.Proxying;
using Argus.Gateway.Routing;

namespace Argus.Gateway.Health;

/// <summary>
/// <c>GET /health</c>: what a pod of the deployment behind the caller's port says of itself, with the fields of the documented services, and the state of all deployments.
/// 503 where none of them serves.
/// </summary>
internal sealed class HealthEndpoint(LiveRoutes live, RouteSource source, PodHealth pods, Drain drain)
{
    /// <summary>What a caller of all paths means by health, in this order.</summary>
    private static readonly (string Path, BodyKind Body)[] Main =
        [("/detect", BodyKind.File), ("/detect", BodyKind.Json), ("/embed", BodyKind.Json), ("/embed/image", BodyKind.Json), ("/predict", BodyKind.Json), ("/score", BodyKind.Json), ("/v1/chat/completions", BodyKind.Json)];

    private static string Version { get; } = typeof(HealthEndpoint).Assembly.GetName().Version!.ToString(3);

    /// <summary>Answers as long as the process can answer at all.</summary>
    public Task LiveAsync(HttpContext http) => WriteAsync(http, 200, new JsonObject { ["status"] = "healthy" });

    /// <summary>503 until the cluster has been read, and again from the start of a shutdown.</summary>
    public Task ReadyAsync(HttpContext http) => WriteAsync(http, source.IsSynced && !drain.IsDraining ? 200 : 503, new JsonObject
    {
        ["status"] = drain.IsDraining ? "stopping" : source.IsSynced ? "healthy" : "starting",
    });

    /// <summary>Speaks for what is behind.</summary>
    public async Task HealthAsync(HttpContext http)
    {
        var table = live.Current;
        var main = MainOf(http, table);
        var body = main is null ? null : await AskAsync(main, http.RequestAborted);
        bool serves = body is not null && !drain.IsDraining;
        body ??= new JsonObject { ["status"] = "unhealthy", ["reason"] = Reason(main) };
        if (!serves)
            body["status"] = "unhealthy";
        body["gateway_version"] = Version;
        body["deployments"] = new JsonArray([.. table.Backends.OrderBy(b => b.Backend.Key).Select(b => (JsonNode)Describe(b))]);
        await WriteAsync(http, serves ? 200 : 503, body);
    }

    private static JsonObject Describe(LiveBackend backend) => new()
    {
        ["name"] = backend.Backend.Name,
        ["task"] = backend.Backend.Task,
        ["ready"] = backend.Backend.State,
        ["pods"] = backend.Stable.Destinations.Length + backend.Canary.Destinations.Length,
    };

    private string Reason(LiveBackend? main)
    {
        if (drain.IsDraining)
            return "The gateway is stopping.";
        if (main is not null)
            return main.Backend.Trouble ?? $"No pod of {main.Backend.Name} answers; its condition Ready is {main.Backend.State}.";
        return source.IsSynced ? "No ModelDeployment serves here." : "The cluster has not been read yet.";
    }

    private static LiveBackend? MainOf(HttpContext http, LiveTable table)
    {
        var filter = http.Features.Get<Listener>()?.Paths;
        string host = http.Request.Host.Host.ToLowerInvariant();
        string? wanted = http.Request.Headers[PodTransformer.DeploymentHeader];
        foreach (var (path, body) in Main.Where(m => filter?.Takes(m.Path) ?? true))
        {
            if (table.Routes.Find(new RouteQuery(host, path, "POST", body, wanted)).Route is { } route)
                return table.Find(route.Backend.Key);
        }

        return null;
    }

    private async Task<JsonObject?> AskAsync(LiveBackend backend, CancellationToken cancel)
    {
        // What it answers at /health, if anything, is of its own form; that its pods are ready is what the cluster says.
        if (backend.Backend.OwnImage is { } server)
            return backend.HasPods ? new JsonObject { ["status"] = "healthy", ["model"] = server.Model ?? backend.Backend.Key.Name, ["model_digest"] = server.Digest } : null;
        if (await pods.AskAsync(backend, cancel) is not { } answer)
            return null;
        try
        {
            // A name that is there twice would be noticed only where the object is added to.
            return JsonNode.Parse(answer, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        if (status == 503)
            http.Response.Headers.RetryAfter = "1";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
