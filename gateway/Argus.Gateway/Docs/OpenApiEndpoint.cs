using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argus.Gateway.Balancing;
using Argus.Gateway.Configuration;
using Argus.Gateway.Listening;
using Argus.Gateway.Routing;
using Argus.Kube.Api;

namespace Argus.Gateway.Docs;

/// <summary><c>GET /openapi.json</c>: what the caller can reach where it asks, joined anew only when that or a document has changed.</summary>
internal sealed class OpenApiEndpoint(LiveRoutes live, ServiceDocuments documents, GatewayOptions options)
{
    private volatile Joined _joined = new(RouteTable.Empty, ImmutableDictionary<ObjectKey, ServiceDocument>.Empty, false);

    /// <summary>Answers.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var known = await documents.CurrentAsync(http.RequestAborted);
        var table = live.Current.Routes;
        var joined = _joined;
        if (joined.Table != table || joined.Documents != known)
            _joined = joined = new Joined(table, known, !options.Trust.Disabled);
        byte[] body = joined.Get(http.Request.Host.Host.ToLowerInvariant(), http.Features.Get<Listener>()?.Paths);
        byte[] head = Encoding.UTF8.GetBytes($$"""{"openapi":"3.1.1","servers":[{"url":"{{JavaScriptEncoder.Default.Encode(AddressOf(http.Request))}}"}],""");
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.ContentLength = head.Length + body.Length - 1;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        await http.Response.Body.WriteAsync(head, http.RequestAborted);
        // Without the brace that the head has already.
        await http.Response.Body.WriteAsync(body.AsMemory(1), http.RequestAborted);
    }

    // Whoever ends TLS before us says so; it changes nothing but what this caller reads.
    private static string AddressOf(HttpRequest request)
    {
        string scheme = request.Headers["X-Forwarded-Proto"] == "https" ? "https" : request.Scheme;
        return request.Host.HasValue ? $"{scheme}://{request.Host.Value}" : "/";
    }

    /// <summary>The documents of one state of the cluster, by host and listener.</summary>
    private sealed class Joined(RouteTable table, ImmutableDictionary<ObjectKey, ServiceDocument> documents, bool asksForKeys)
    {
        private readonly ConcurrentDictionary<(string Hosts, PathFilter? Filter), Lazy<byte[]>> _bodies = [];

        public RouteTable Table { get; } = table;

        public ImmutableDictionary<ObjectKey, ServiceDocument> Documents { get; } = documents;

        public byte[] Get(string host, PathFilter? filter) => _bodies.GetOrAdd((Hosts.Kind(Table, host), filter), _ => new(() => Build(host, filter))).Value;

        private byte[] Build(string host, PathFilter? filter) =>
            JsonSerializer.SerializeToUtf8Bytes(JoinedDocument.Build(Table, host, filter, key => Documents.GetValueOrDefault(key) ?? ServiceDocument.None, asksForKeys));
    }
}
