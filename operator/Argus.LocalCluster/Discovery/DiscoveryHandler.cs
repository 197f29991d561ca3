using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Discovery;

/// <summary>Answers what there is: groups, versions, resources, the server's version and its health.</summary>
internal sealed class DiscoveryHandler(CatalogHolder catalog, OpenApiHandler openApi)
{
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static readonly string[] Health = ["/healthz", "/livez", "/readyz"];
    private (ApiCatalog Catalog, DiscoveryDocuments Documents)? _cached;

    /// <summary>True where anyone may ask, even without a token.</summary>
    public static bool IsOpen(string path) => path == "/version" || Health.Any(h => path == h || path.StartsWith(h + "/", StringComparison.Ordinal));

    /// <summary>Answers, if the path is one of these; false leaves it to others.</summary>
    public async Task<(bool Handled, StatusFault? Fault)> TryHandleAsync(HttpContext http)
    {
        string path = http.Request.Path.Value!.TrimEnd('/');
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["api" or "apis", _, _, _, ..] or ["api", _, _, ..])
            return (false, null);
        if (parts is not ([] or ["version"] or ["healthz" or "livez" or "readyz", ..] or ["openapi", ..] or ["api" or "apis", ..]))
            return (true, StatusFault.NoSuchPath);
        if (http.Request.Method is not ("GET" or "HEAD"))
            return (true, StatusFault.MethodNotAllowed);
        return (true, parts switch
        {
            [] => await WriteAsync(http, Index()),
            ["version"] => await WriteAsync(http, ServerVersion.ToJson()),
            ["openapi", ..] => await openApi.HandleAsync(http, parts),
            ["api" or "apis", ..] => await DiscoverAsync(http, parts),
            _ => await HealthAsync(http, parts),
        });
    }

    private DiscoveryDocuments Documents
    {
        get
        {
            var current = catalog.Current;
            var cached = _cached;
            if (cached is null || !ReferenceEquals(cached.Value.Catalog, current))
                _cached = cached = (current, new DiscoveryDocuments(current));
            return cached.Value.Documents;
        }
    }

    private async Task<StatusFault?> DiscoverAsync(HttpContext http, string[] parts)
    {
        if (parts.Length == 1)
            return await RootAsync(http, core: parts[0] == "api");
        var found = parts switch
        {
            ["api", var version] => Documents.ResourceList("", version),
            ["apis", var group] => Documents.Group(group),
            ["apis", var group, var version] => Documents.ResourceList(group, version),
            _ => null,
        };
        if (found is not null)
            return await WriteAsync(http, found);
        return parts is ["apis", var known, _] && Documents.IsBuiltIn(known) ? StatusFault.NoSuchResource : StatusFault.NoSuchPath;
    }

    private async Task<StatusFault?> RootAsync(HttpContext http, bool core)
    {
        string accept = http.Request.Headers.Accept.ToString();
        if (!accept.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal))
            return await WriteAsync(http, core
                ? new JsonObject
                {
                    ["kind"] = "APIVersions",
                    ["versions"] = new JsonArray("v1"),
                    ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = http.Request.Host.Value }),
                }
                : Documents.GroupList());
        bool v2 = accept.Split(',').Any(range => range.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal) && range.Split(';', StringSplitOptions.TrimEntries).Contains("v=v2"));
        if (!v2 && !accept.Split(',').Any(range => range.Trim() is "application/json" or "*/*"))
            return new StatusFault(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf");
        if (!v2)
            return await WriteAsync(http, core ? new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() } : Documents.GroupList());
        byte[] body = Json.Serialize(core ? Documents.AggregatedCore : Documents.Aggregated);
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.CacheControl = "public";
        if (IsKnown(http, $"\"{Convert.ToHexString(SHA512.HashData(body))}\""))
            return null;
        await AnswerWriter.WriteAsync(http, 200, AggregatedType, body);
        return null;
    }

    /// <summary>Sets the tag; true, with 304 set, where the caller has this document already.</summary>
    public static bool IsKnown(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        if (!http.Request.Headers.IfNoneMatch.Contains(tag))
            return false;
        http.Response.StatusCode = 304;
        return true;
    }

    private static async Task<StatusFault?> HealthAsync(HttpContext http, string[] parts)
    {
        string[] checks = ["ping", "log", "storage"];
        if (parts.Length > 2 || (parts.Length == 2 && !checks.Contains(parts[1])))
            return StatusFault.NoSuchPath;
        var excluded = http.Request.Query["exclude"];
        string text = http.Request.Query.ContainsKey("verbose") && parts.Length == 1
            ? string.Concat(checks.Select(c => excluded.Contains(c) ? $"[+]{c} excluded: ok\n" : $"[+]{c} ok\n")) + $"{parts[0]} check passed\n"
            : "ok";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await AnswerWriter.WriteAsync(http, 200, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));
        return null;
    }

    private JsonObject Index()
    {
        var paths = new List<string> { "/api", "/apis", "/apis/", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/readyz", "/version" };
        foreach (var (group, version) in Documents.Versions)
            paths.Add(group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}");
        paths.AddRange(Documents.Groups.Select(g => $"/apis/{g}"));
        return new JsonObject { ["paths"] = new JsonArray([.. paths.Order(StringComparer.Ordinal).Select(p => (JsonNode)p)]) };
    }

    private static async Task<StatusFault?> WriteAsync(HttpContext http, JsonObject body)
    {
        if (MediaType.Choose(http.Request) is not { } media)
            return new StatusFault(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf") { Details = [] };
        await AnswerWriter.WriteJsonAsync(http, 200, body, media.Yaml);
        return null;
    }
}
