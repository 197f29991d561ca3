using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Argus.Jobs.Tests.Running;
using Argus.ServiceDefaults.Auth.Tokens;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing;
using Argus.Testing.Auth;

namespace Argus.Jobs.Tests.Auth;

public sealed class TokenGateTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TestIssuer _issuer = new();
    private JobsHost _host = null!;

    private DateTimeOffset Soon => _time.GetUtcNow().AddMinutes(5);

    public async Task InitializeAsync()
    {
        File.WriteAllText(_folder.At("jwks.json"), _issuer.Jwks);
        var trust = new TrustOptions { Tokens = new TokenOptions(_folder.At("jwks.json"), TestIssuer.Name, TestIssuer.Audience) };
        _host = await JobsHost.StartAsync(o => o with { Trust = trust }, _time);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _issuer.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("argus:*", "/job", 200)]
    [InlineData("argus:/job argus:/job/*", "/job", 200)]
    [InlineData("argus:/job/*", "/job", 403)]
    [InlineData("argus:/detect", "/job", 403)]
    [InlineData("argus:/job", "/jobs/stats", 403)]
    [InlineData("argus:/job/*", "/nowhere", 403)]
    [InlineData("argus:*", "/nowhere", 404)]
    public async Task Ask_WithAGoodToken_GetsItsPathsOnly(string scope, string path, int status) =>
        Assert.Equal(status, (int)(await AskAsync(_issuer.Sign(TestIssuer.Claims(Soon, scope)), path)).StatusCode);

    [Fact]
    public async Task Ask_WithoutAToken_IsToldToShowOne()
    {
        using var answer = await _host.Http.GetAsync("/job");

        await answer.JsonAsync(401);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(401, (int)(await _host.Http.PostJsonAsync("/job/image_embedding", """{"media_store_id": 1}""")).StatusCode);
    }

    [Theory]
    [InlineData("aud", "somebody else", "audience")]
    [InlineData("iss", "somebody else", "issuer")]
    [InlineData("exp", null, "expired")]
    [InlineData("sub", "", "sub")]
    public async Task Ask_WithATokenForElsewhere_IsRefused(string claim, string? value, string why)
    {
        var claims = TestIssuer.Claims(Soon);
        claims[claim] = value is null ? JsonValue.Create(_time.GetUtcNow().AddHours(-1).ToUnixTimeSeconds()) : value;

        using var answer = await AskAsync(_issuer.Sign(claims), "/job");

        Assert.Contains(why, (string)(await answer.JsonAsync(401))["detail"]!);
        Assert.Contains("invalid_token", Assert.Single(answer.Headers.WwwAuthenticate).Parameter);
    }

    [Fact]
    public async Task Ask_WithATokenOfAnotherIssuersKey_IsRefused()
    {
        using var other = new TestIssuer();

        Assert.Equal(401, (int)(await AskAsync(other.Sign(TestIssuer.Claims(Soon)), "/job")).StatusCode);
        Assert.Equal(401, (int)(await AskAsync("rubbish", "/job")).StatusCode);
    }

    [Fact]
    public async Task Ask_WithATokenThatEndsMeanwhile_IsRefusedFromThenOn()
    {
        string token = _issuer.Sign(TestIssuer.Claims(Soon));
        Assert.Equal(200, (int)(await AskAsync(token, "/job")).StatusCode);

        _time.Advance(TimeSpan.FromMinutes(5) + TokenCheck.Skew);

        Assert.Equal(401, (int)(await AskAsync(token, "/job")).StatusCode);
    }

    [Theory]
    [InlineData("/health", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/metrics", 200)]
    [InlineData("/HEALTH", 401)]
    [InlineData("/health/", 401)]
    public async Task Probes_NeedNoToken(string path, int status) => Assert.Equal(status, (int)(await _host.Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Health_SaysThatTokensAreAskedFor() => Assert.Equal("tokens", (string)(await (await _host.Http.GetAsync("/health")).JsonAsync(200))["auth"]!);

    [Fact]
    public async Task Ask_BehindTheGateway_NeedsNone()
    {
        await using var host = await JobsHost.StartAsync(o => o with { Trust = new TrustOptions { Kind = TrustKind.Gateway } });

        Assert.Equal(200, (int)(await host.Http.GetAsync("/job")).StatusCode);
        Assert.Equal("gateway", (string)(await (await host.Http.GetAsync("/health")).JsonAsync(200))["auth"]!);
    }

    private Task<HttpResponseMessage> AskAsync(string token, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _host.Http.SendAsync(request);
    }
}
