using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Argus.Gateway.ConsolePage;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.ConsolePage;

public sealed partial class ConsoleFilesTests
{
    // Of the page without jobs, of what the page with jobs loads beside it, and of the page of datasets.
    private const int MostBytes = 40 * 1024;
    private const int MostBytesOfJobs = 12 * 1024;
    private const int MostBytesOfDatasets = 20 * 1024;

    [Fact]
    public async Task Get_EveryFile_IsSmallAndNamesNoOtherHost()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        int bytes = 0;
        int ofJobs = 0;
        int ofDatasets = 0;
        foreach (var (path, _) in ConsoleFiles.All)
        {
            string text = await gateway.Http.GetStringAsync(path);
            int length = Encoding.UTF8.GetByteCount(text);
            if (path.StartsWith("/console/jobs.", StringComparison.Ordinal))
                ofJobs += length;
            else if (path.StartsWith("/console/datasets", StringComparison.Ordinal))
                ofDatasets += length;
            else
                bytes += length;
            Assert.DoesNotMatch(OtherHost(), text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
            Assert.DoesNotMatch(Markup(), text);
        }

        Assert.InRange(bytes, 10_000, MostBytes);
        Assert.InRange(ofJobs, 1_000, MostBytesOfJobs);
        Assert.InRange(ofDatasets, 1_000, MostBytesOfDatasets);
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/datasets")]
    public async Task Get_Page_LocksTheBrowserDown(string path)
    {
        await using var gateway = await GatewayHarness.StartAsync();

        using var response = await gateway.Http.GetAsync(path);
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("require-trusted-types-for 'script'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Get_SameFileAgain_IsNotSentAgain()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        using var first = await gateway.Http.GetAsync("/console/app.js");

        using var again = new HttpRequestMessage(HttpMethod.Get, "/console/app.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var response = await gateway.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/console/")]
    public async Task Get_Root_LeadsToTheConsole(string path)
    {
        await using var gateway = await GatewayHarness.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = gateway.Url(0) };

        using var response = await http.GetAsync(path);
        Assert.Equal((HttpStatusCode.Found, "/console"), (response.StatusCode, response.Headers.Location!.ToString()));
    }

    [Theory]
    [InlineData("POST", "/console", 405)]
    [InlineData("DELETE", "/console/state", 405)]
    [InlineData("GET", "/console/nothing.js", 404)]
    [InlineData("GET", "/console/../appsettings.json", 404)]
    [InlineData("GET", "/console/%2e%2e/app.js", 404)]
    public async Task Any_WhatIsNotThere_IsAProblem(string method, string path, int status)
    {
        await using var gateway = await GatewayHarness.StartAsync();

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await gateway.Http.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Get_OnDocumentedPort_IsNotThere()
    {
        int port = 5002;
        await using var gateway = await GatewayHarness.StartAsync(o => o with { Host = "127.19.0.11", SeedPorts = [port] });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.19.0.11:{port}") };

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/console")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/console/state")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/docs")).StatusCode);
    }

    [GeneratedRegex("https?://|//[a-z0-9-]+\\.[a-z]{2,}/")]
    private static partial Regex OtherHost();

    // Text that becomes markup is how a name becomes a script.
    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|<script>|style=\"|onclick=\"")]
    private static partial Regex Markup();
}
