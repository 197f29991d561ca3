using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Discovery;

/// <summary>/openapi/v3 by group and version, and /openapi/v2 in one document for an old kubectl.</summary>
internal sealed class OpenApiHandler(CatalogHolder catalog)
{
    private const string V2Protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string V2ProtobufAnswer = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private (ApiCatalog Catalog, Dictionary<string, (byte[] Body, string Hash)> Documents)? _cached;
    private (ApiCatalog Catalog, byte[] Json, byte[] Protobuf)? _cachedV2;

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

    // Large, and asked for by old clients alone: made when it is.
    private (byte[] Json, byte[] Protobuf) V2
    {
        get
        {
            var current = catalog.Current;
            var cached = _cachedV2;
            if (cached is null || !ReferenceEquals(cached.Value.Catalog, current))
            {
                var document = OpenApiV2Document.Of(Groups(current).Select(g => OpenApiDocument.Of([.. g])));
                _cachedV2 = cached = (current, Json.Serialize(document), OpenApiProtobuf.Of(document));
            }
            return (cached.Value.Json, cached.Value.Protobuf);
        }
    }

    private static IEnumerable<IGrouping<string, ApiResource>> Groups(ApiCatalog catalog) =>
        catalog.Resources.GroupBy(r => r.Group.Length == 0 ? $"api/{r.Version}" : $"apis/{r.Group}/{r.Version}");

    private static Dictionary<string, (byte[] Body, string Hash)> Build(ApiCatalog catalog) =>
        Groups(catalog).ToDictionary(g => g.Key, g =>
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

    private Task WriteV2Async(HttpContext http)
    {
        var (json, protobuf) = V2;
        http.Response.Headers.Vary = "Accept";
        bool asProtobuf = http.Request.Headers.Accept.ToString().Contains(V2Protobuf, StringComparison.Ordinal);
        return DiscoveryHandler.IsKnown(http, $"\"{Convert.ToHexString(SHA512.HashData(json))}\"") ? Task.CompletedTask
            : asProtobuf ? AnswerWriter.WriteAsync(http, 200, V2ProtobufAnswer, protobuf)
            : AnswerWriter.WriteAsync(http, 200, "application/json", json);
    }
}
