using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Running;
using Argus.Testing.Auth;

namespace Argus.Gateway.Tests.Auth;

public sealed class GateTests : IAsyncLifetime
{
    private readonly TestKeys _keys = new();
    private readonly TestIssuer _issuer = new();
    private GatewayHarness _gateway = null!;
    private UpstreamPod _pod = null!;

    public async Task InitializeAsync()
    {
        _keys.Put("all", "key");
        _keys.Put("paths", "key for embed", ("paths", new JsonArray("/embed", "/v2/*")));
        _keys.Put("others", "key for others", ("deployments", new JsonArray("ns/others", "elsewhere/*")));
        _keys.Write("jwks", _issuer.Jwks);
        _gateway = await GatewayHarness.StartAsync(o => o with
        {
            Trust = new() { ApiKeys = _keys.Folder, Tokens = new(Path.Combine(_keys.Folder, "jwks"), TestIssuer.Name, TestIssuer.Audience), AccessLog = false, FailuresPerMinute = 5 },
        });
        _pod = await UpstreamPod.EchoAsync("pod");
        await _gateway.ServeAsync(Given.Deployment("faces"), _pod.Address);
    }

    [Fact]
    public async Task Post_WithoutAKey_IsRefusedAndReachesNoPod()
    {
        using var response = await SendAsync("/detect", null);

        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal("Bearer realm=\"argus\"", Assert.Single(response.Headers.WwwAuthenticate).ToString());
        Assert.Contains("X-API-Key", await response.Content.ReadAsStringAsync());
        Assert.Empty(_pod.Received);
        Assert.Equal(1, await RefusedAsync("unauthenticated"));
    }

    [Fact]
    public async Task Post_ToAServiceOfOurOwn_TellsItWhoCallsWhateverTheCallerSays()
    {
        var claims = TestIssuer.Claims(TimeProvider.System.GetUtcNow().AddHours(1));
        claims["sub"] = "zoë\r\n1%";
        string token = _issuer.Sign(claims);
        await _gateway.ServeOwnAsync("datasets", _pod.Address);
        foreach (var (path, key) in ((string, string)[])[("/datasets/runs", "key"), ("/datasets/runs", token), ("/embed", "key")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { image = "" }) };
            request.Headers.Add("Authorization", $"Bearer {key}");
            request.Headers.Add("X-Argus-Caller", "eve");
            using var response = await _gateway.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(["all", "zo%C3%AB%0D%0A1%25", null], _pod.Received.Select(r => r.Headers.GetValueOrDefault("X-Argus-Caller")));
    }

    [Fact]
    public async Task Post_WithAWrongKey_IsRefused()
    {
        using var response = await SendAsync("/detect", "kez");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("invalid_token", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Post_WithTheKeyInTheAddress_IsRefused()
    {
        using var response = await SendAsync("/detect?api_key=key&access_token=key", null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Post_WithAKey_ReachesThePodWithoutIt()
    {
        using var response = await SendAsync("/detect", "key");

        Assert.Equal("pod 2", await response.Content.ReadAsStringAsync());
        Assert.DoesNotContain(Assert.Single(_pod.Received).Headers, h => h.Value.Contains("key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_WithAToken_ReachesThePod()
    {
        using var response = await SendAsync("/detect", _issuer.Sign(TestIssuer.Claims(TimeProvider.System.GetUtcNow().AddHours(1), "argus:/detect")));
        using var other = await SendAsync("/embed", _issuer.Sign(TestIssuer.Claims(TimeProvider.System.GetUtcNow().AddHours(1), "argus:/detect")));
        using var late = await SendAsync("/detect", _issuer.Sign(TestIssuer.Claims(TimeProvider.System.GetUtcNow().AddHours(-1))));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized], [response.StatusCode, other.StatusCode, late.StatusCode]);
        Assert.Contains("expired", await late.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_WithAKeyForOtherPaths_IsForbidden()
    {
        using var refused = await SendAsync("/detect", "key for embed");
        using var dots = await SendAsync("/v2/../detect", "key for embed");
        using var taken = await SendAsync("/embed", "key for embed");

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK], [refused.StatusCode, dots.StatusCode, taken.StatusCode]);
        Assert.Equal(2, await RefusedAsync("forbidden"));
    }

    [Fact]
    public async Task Post_WithAKeyForOtherDeployments_IsForbiddenUntilItNamesOne()
    {
        await using var pod = await UpstreamPod.EchoAsync("other");
        await _gateway.ServeAsync(Given.Deployment("others", age: 5), pod.Address);

        using var refused = await SendAsync("/detect", "key for others");
        using var taken = await SendAsync("/detect", "key for others", "ns/others");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("X-Argus-Deployment", await refused.Content.ReadAsStringAsync());
        Assert.Equal("other 2", await taken.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    public async Task Get_Probes_NeedNoKey(string path, HttpStatusCode status)
    {
        using var response = await _gateway.Http.GetAsync(path);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("/docs", false)]
    [InlineData("/openapi.json", false)]
    [InlineData("/console", false)]
    [InlineData("/console/console.js", false)]
    [InlineData("/console/deployments", true)]
    [InlineData("/console/data/x.js", true)]
    [InlineData("/metrics", true)]
    [InlineData("/v1/models", true)]
    [InlineData("/healthy", true)]
    [InlineData("/health/../detect", true)]
    public async Task Get_Pages_NeedAKeyForWhatTheyShow(string path, bool needsKey)
    {
        using var response = await _gateway.Http.GetAsync(path);

        Assert.Equal(needsKey, response.StatusCode == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Post_ToAProbe_NeedsAKey()
    {
        using var response = await SendAsync("/health", null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Post_WithTooManyWrongKeys_IsToldToStopWhileGoodOnesPass()
    {
        for (int i = 0; i < 5; i++)
            (await SendAsync("/detect", $"wrong {i}")).Dispose();

        using var refused = await SendAsync("/detect", "wrong");
        using var good = await SendAsync("/detect", "key");

        Assert.Equal((HttpStatusCode)429, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 12);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Fact]
    public async Task Get_Metrics_CountRefusals()
    {
        (await SendAsync("/detect", null)).Dispose();

        Assert.Equal(1, await RefusedAsync("unauthenticated"));
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _pod.DisposeAsync();
        _keys.Dispose();
        _issuer.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? key, string? deployment = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { }) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        if (deployment is not null)
            request.Headers.Add("X-Argus-Deployment", deployment);
        return await _gateway.Http.SendAsync(request);
    }

    private async Task<int> RefusedAsync(string reason)
    {
        string line = (await _gateway.Admin.GetStringAsync("/metrics")).Split('\n').Single(l => l.StartsWith("argus_gateway_refused_total", StringComparison.Ordinal) && l.Contains($"\"{reason}\"", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[1]);
    }
}
