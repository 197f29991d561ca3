using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Docs;
using Argus.Jobs.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Argus.Jobs.Tests.Docs;

public sealed class JobsDocumentTests : IAsyncLifetime
{
    private JobsHost _host = null!;

    public async Task InitializeAsync() => _host = await JobsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Document_IsLawfulOpenApi()
    {
        var read = OpenApiDocument.Parse(await _host.Http.GetStringAsync("/openapi.json"), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal("Argus jobs", read.Document!.Info.Title);
    }

    [Fact]
    public async Task Document_HasEveryRouteAndNoOther()
    {
        var paths = (await DocumentAsync(_host))["paths"]!.AsObject();
        var described = paths.SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}"));
        var served = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} /{e.RoutePattern.RawText!.TrimStart('/')}"))
            .SelectMany(o => o.EndsWith("/{task_type}", StringComparison.Ordinal) ? JobTasks.All.Select(t => o.Replace("{task_type}", t)) : [o]);

        Assert.Equal(served.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_OfTheMediaRole_HasItsPathsOnly()
    {
        await using var host = await JobsHost.StartAsync(o => o with { Roles = JobsRoles.Media });

        var paths = (await DocumentAsync(host))["paths"]!.AsObject().Select(p => p.Key).ToList();

        Assert.All(EntityOperations.All, o => Assert.Contains(o.Path, paths));
        Assert.DoesNotContain("/job", paths);
    }

    [Fact]
    public async Task Document_EveryReferenceLeadsSomewhere()
    {
        var document = await DocumentAsync(_host);
        string[] references = [.. References(document).Distinct()];

        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.NotNull(document["components"]!["schemas"]![r.Split('/')[^1]]));
    }

    [Theory]
    [InlineData("POST", "/job/face_detection", """{"media_store_id": 1}""", "JobBody")]
    [InlineData("GET", "/job", "", "JobListBody")]
    [InlineData("GET", "/jobs/stats", "", "JobStatsBody")]
    [InlineData("POST", "/search/faces", """{"vector": [1]}""", "SearchResponse")]
    public async Task Document_SchemaAndRealAnswer_HaveTheSameFields(string method, string path, string body, string schema)
    {
        var answer = await (await (method == "GET" ? _host.Http.GetAsync(path) : _host.Http.PostJsonAsync(path, body))).JsonAsync();

        var described = (await DocumentAsync(_host))["components"]!["schemas"]![schema]!["properties"]!.AsObject().Select(p => p.Key);

        // A face is told only of where a photo was searched for, the others only of videos.
        Assert.Equal(described.Where(n => n is not ("face" or "parameters" or "progress")).Order(StringComparer.Ordinal), answer.Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Page_IsThere() => Assert.Contains("openapi.json", await _host.Http.GetStringAsync("/docs"));

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" ? [(string)p.Value!] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };

    private static async Task<JsonObject> DocumentAsync(JobsHost host) => await (await host.Http.GetAsync("/openapi.json")).JsonAsync(200);
}
