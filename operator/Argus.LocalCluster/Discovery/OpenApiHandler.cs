using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Discovery;

/// <summary>/openapi/v3 in full, and as much of /openapi/v2 as an old kubectl insists on.</summary>
internal sealed class OpenApiHandler(CatalogHolder catalog)
{
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private (ApiCatalog Catalog, Dictionary<string, (byte[] Body, string Hash)> Documents)? _cached;

    public async Task<StatusFault?> HandleAsync(HttpContext http, string[] parts)
    {
        switch (parts)
        {
            case [_, "v2"]:
                await WriteV2Async(http);
                return null;
            case [_, "v3"]:
                await AnswerWriter.WriteAsync(http, 200, "text/plain; charset=utf-8", Json.Serialize(Index()));
                return null;
            case [_, "v3", .. var path]:
                return await DocumentAsync(http, string.Join('/', path));
            default:
                return StatusFault.NoSuchPath;
        }
    }

    private Dictionary<string, (byte[] Body, string Hash)> Documents
    {
        get
        {
            var current = catalog.Current;
            var cached = _cached;
            if (cached is null || !ReferenceEquals(cached.Value.Catalog, current))
                _cached = cached = (current, Build(current));
            return cached.Value.Documents;
        }
    }

    private static Dictionary<string, (byte[] Body, string Hash)> Build(ApiCatalog catalog) =>
        catalog.Resources.GroupBy(r => r.Group.Length == 0 ? $"api/{r.Version}" : $"apis/{r.Group}/{r.Version}").ToDictionary(g => g.Key, g =>
        {
            byte[] body = Json.Serialize(OpenApiDocument.Of([.. g]));
            return (body, Convert.ToHexString(SHA512.HashData(body)));
        });

    private JsonObject Index() => new()
    {
        ["paths"] = new JsonObject(Documents.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d =>
            KeyValuePair.Create<string, JsonNode?>(d.Key, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{d.Key}?hash={d.Value.Hash}" }))),
    };

    private async Task<StatusFault?> DocumentAsync(HttpContext http, string path)
    {
        if (!Documents.TryGetValue(path, out var document))
        {
            http.Response.StatusCode = 404;
            http.Response.Headers.CacheControl = "no-cache, private";
            return null;
        }
        string asked = http.Request.Query["hash"].ToString();
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.ETag = $"\"{document.Hash}\"";
        if (asked.Length > 0 && asked != document.Hash)
        {
            http.Response.StatusCode = 301;
            http.Response.ContentType = "application/json";
            http.Response.Headers.CacheControl = "no-cache, private";
            http.Response.Headers.Location = $"/openapi/v3/{path}?hash={document.Hash}";
            return null;
        }
        http.Response.Headers.CacheControl = asked.Length > 0 ? "public, immutable" : "no-cache, private";
        if (!DiscoveryHandler.IsKnown(http, $"\"{document.Hash}\""))
            await AnswerWriter.WriteAsync(http, 200, "application/json", document.Body);
        return null;
    }

    // A kubectl before 1.24 validates by this document and asks for it as protobuf. One that tells of no
    // kinds makes it leave validation to the server.
    private static Task WriteV2Async(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains(V2Protobuf, StringComparison.Ordinal)
            ? AnswerWriter.WriteAsync(http, 200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", EmptyProtobuf())
            : AnswerWriter.WriteJsonAsync(http, 200, new JsonObject
            {
                ["swagger"] = "2.0",
                ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36.2" },
                ["paths"] = new JsonObject(),
                ["definitions"] = new JsonObject(),
            });

    // swagger = 1, info = 2 { title = 1, version = 2 }, paths = 8 {}, definitions = 9 {}.
    private static byte[] EmptyProtobuf()
    {
        static byte[] Field(int number, byte[] value) => [(byte)((number << 3) | 2), (byte)value.Length, .. value];
        return
        [
            .. Field(1, "2.0"u8.ToArray()),
            .. Field(2, [.. Field(1, Encoding.ASCII.GetBytes("Kubernetes")), .. Field(2, Encoding.ASCII.GetBytes("v1.36.2"))]),
            .. Field(8, []),
            .. Field(9, []),
        ];
    }
}
