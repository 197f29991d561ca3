using System.Text.Json.Nodes;
using Argus.ModelServer.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Argus.ModelServer.Tests.Docs;

[Collection(OnSharedServer.Name)]
public sealed class ApiDocumentTests(SharedServer shared)
{
    private readonly HttpClient _http = shared.Server.Http;

    [Fact]
    public async Task Document_IsLawfulOpenApi()
    {
        var read = OpenApiDocument.Parse(await _http.GetStringAsync("/openapi.json"), "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal("Argus model server", read.Document!.Info.Title);
    }

    [Fact]
    public async Task Document_HasEveryRouteAndNoOther()
    {
        var paths = (await (await _http.GetAsync("/openapi.json")).JsonAsync())["paths"]!.AsObject();
        var described = paths.SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}"));
        var served = shared.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} /{e.RoutePattern.RawText!.TrimStart('/')}"));
        Assert.Equal(served.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_EveryReferenceLeadsSomewhere()
    {
        var document = await (await _http.GetAsync("/openapi.json")).JsonAsync();
        string[] references = [.. References(document).Distinct()];
        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.NotNull(document["components"]!["schemas"]![r.Split('/')[^1]]));
    }

    [Theory]
    [InlineData("/detect", "DetectResponse")]
    [InlineData("/embed", "EmbedResponse")]
    [InlineData("/predict", "PredictResponse")]
    [InlineData("/verify", "VerifyResponse")]
    public async Task Document_SchemaAndRealAnswer_HaveTheSameFields(string path, string schema)
    {
        var document = await (await _http.GetAsync("/openapi.json")).JsonAsync();
        var form = path == "/verify" ? Bodies.Multipart(("file1", Bodies.Face), ("file2", Bodies.Face)) : Bodies.Multipart(("file", Bodies.Face));
        var answer = await (await _http.PostAsync(path, form)).JsonAsync();
        Assert.Equal(
            document["components"]!["schemas"]![schema]!["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal),
            answer.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Page_NeedsNothingFromElsewhere()
    {
        var response = await _http.GetAsync("/docs");
        string page = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("openapi.json", page);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" ? [(string)p.Value!] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
