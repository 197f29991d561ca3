using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Running;
using Argus.Kube.Api.Argus;
using Microsoft.OpenApi;

namespace Argus.Gateway.Tests.Docs;

[Collection(InChromium.Name)]
public sealed class OpenApiTests(FaceServer server)
{
    [Fact]
    public async Task Document_OfARealModelServer_IsLawfulOpenApi()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Given.Deployment("faces"), server.Address);
        gateway.Api.Put(Given.Deployment("boxes", ModelTasks.FaceDetection, age: 1));
        gateway.Api.Put(Given.Deployment("chat", ModelTasks.Chat, age: 2));
        await gateway.UntilAsync(t => t.Routes.Backends.Length == 3);

        string text = await gateway.Http.GetStringAsync("/openapi.json");
        var read = OpenApiDocument.Parse(text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        var document = JsonNode.Parse(text)!;
        Assert.Equal(gateway.Url(0).ToString().TrimEnd('/'), (string?)document["servers"]![0]!["url"]);
        Assert.Contains("DetectResponse", document["components"]!["schemas"]!.AsObject().Select(s => s.Key));
        Assert.DoesNotContain(document["components"]!["schemas"]!.AsObject(), s => s.Key.Contains('_', StringComparison.Ordinal));
        Assert.NotNull(document["paths"]!["/v1/chat/completions"]!["post"]);
        Assert.NotNull(document["paths"]!["/v2/models/detector/infer"]!["post"]!["requestBody"]);
    }

    [Fact]
    public async Task Document_EveryOfferedPath_AnswersOtherwiseThanUnknown()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await gateway.ServeAsync(Given.Deployment("faces"), server.Address);
        var document = JsonNode.Parse(await gateway.Http.GetStringAsync("/openapi.json"))!;

        foreach (var (path, item) in document["paths"]!.AsObject().Where(p => p.Key != "/console/events"))
        {
            foreach (string method in item!.AsObject().Select(o => o.Key.ToUpperInvariant()))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{version}", "1", StringComparison.Ordinal));
                using var response = await gateway.Http.SendAsync(request);
                Assert.DoesNotContain("Nothing that is deployed offers", await response.Content.ReadAsStringAsync());
                Assert.NotEqual(405, (int)response.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Document_Asked_AgainAndAgain_ThePodIsAskedOnce()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        UpstreamPod? pod = null;
        pod = await UpstreamPod.StartAsync(async http =>
        {
            await pod!.ReadAsync(http);
            await http.Response.WriteAsync("""{"openapi":"3.1.1","info":{"title":"t","version":"1"},"paths":{}}""");
        });
        await using var stopped = pod;
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gateway.Http.GetStringAsync("/openapi.json")));
        Assert.Single(pod.Received);
    }

    [Fact]
    public async Task Document_PodsThatAnswerNonsense_AreNamedAndTheRestIsThere()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        await using var bad = await UpstreamPod.StartAsync(http => http.Response.WriteAsync("<html>"));
        await using var endless = await UpstreamPod.StartAsync(async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(new byte[65536]);
        });
        await gateway.ServeAsync(Given.Deployment("faces"), server.Address);
        await gateway.ServeAsync(Given.Deployment("bad", ModelTasks.FaceScore), bad.Address);
        await gateway.ServeAsync(Given.Deployment("endless", ModelTasks.Chat), endless.Address);

        string text = await gateway.Http.GetStringAsync("/openapi.json");
        Assert.Empty(OpenApiDocument.Parse(text, "json").Diagnostic!.Errors);
        string about = (string)JsonNode.Parse(text)!["info"]!["description"]!;
        Assert.Contains("ns/bad: face-score, ready True (Serving). Not described here: its document is not JSON", about);
        Assert.Contains("ns/endless: chat, ready True (Serving). Not described here: its document is longer than", about);
        Assert.Contains("DetectResponse", text);
    }

    [Fact]
    public async Task Document_HostAndScheme_AreTheCallers()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi.json");
        request.Headers.Host = "a.example:81";
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await gateway.Http.SendAsync(request);

        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("https://a.example:81", (string?)document["servers"]![0]!["url"]);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
