using System.Net;
using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Cors;

public sealed class CrossOriginTests : IDisposable
{
    private readonly TestKeys _keys = new();

    [Fact]
    public async Task Options_OfAnAllowedOrigin_IsAnsweredWithoutAKey()
    {
        await using var gateway = await StartAsync("https://page.example");

        using var response = await PreflightAsync(gateway, "https://page.example");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("https://page.example", Header(response, "Access-Control-Allow-Origin"));
        Assert.Contains("x-api-key", Header(response, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Null(Header(response, "Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://other.example")]
    [InlineData("https://page.example.evil.example")]
    [InlineData("http://page.example")]
    [InlineData("null")]
    public async Task Options_OfAnotherOrigin_AllowsNothing(string origin)
    {
        await using var gateway = await StartAsync("https://page.example");

        using var response = await PreflightAsync(gateway, origin);

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Post_Refused_CanStillBeReadByThePage()
    {
        await using var gateway = await StartAsync("https://page.example");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect");
        request.Headers.Add("Origin", "https://page.example");

        using var response = await gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("https://page.example", Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Options_WithAnyOriginAllowed_NeverAllowsCredentials()
    {
        await using var gateway = await StartAsync("*");

        using var response = await PreflightAsync(gateway, "https://anyone.example");

        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
        Assert.Null(Header(response, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Options_WithNoOriginAllowed_NeedsAKeyAsAllElse()
    {
        await using var gateway = await StartAsync();

        using var response = await PreflightAsync(gateway, "https://page.example");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    public void Dispose() => _keys.Dispose();

    private Task<GatewayHarness> StartAsync(params string[] origins) =>
        GatewayHarness.StartAsync(o => o with { Trust = new() { ApiKeys = _keys.Folder, CorsOrigins = [.. origins], AccessLog = false } });

    private static async Task<HttpResponseMessage> PreflightAsync(GatewayHarness gateway, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/detect");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "x-api-key");
        return await gateway.Http.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
