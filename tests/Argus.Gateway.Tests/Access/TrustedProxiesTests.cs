using System.Net;
using Argus.Gateway.Access;
using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Access;

/// <summary>Who is believed of whom a request came.</summary>
public sealed class TrustedProxiesTests : IDisposable
{
    private readonly TestKeys _keys = new();
    private readonly LineStream _lines = new();

    public TrustedProxiesTests() => _keys.Put("alice", "key");

    public void Dispose() => _keys.Dispose();

    [Theory]
    [InlineData("127.0.0.0/8", "203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("127.0.0.1", "2001:db8::9", "2001:db8::9")]
    // What the caller wrote himself stands before what the proxies wrote: only as far back as each is believed.
    [InlineData("127.0.0.1,10.0.0.0/8", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9")]
    [InlineData("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9")]
    // Nonsense leaves the last address that is known.
    [InlineData("127.0.0.1", "unknown", "127.0.0.1")]
    [InlineData("127.0.0.1", "<script>", "127.0.0.1")]
    // Nobody is believed, or only others are.
    [InlineData("", "203.0.113.9", "127.0.0.1")]
    [InlineData("10.0.0.0/8,127.0.0.2", "203.0.113.9", "127.0.0.1")]
    public async Task Post_WithAForwardedAddress_IsBelievedOnlyOfTrustedProxies(string proxies, string forwarded, string client)
    {
        await using var gateway = await StartAsync(proxies);
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        (await SendAsync(gateway, "key", forwarded)).Dispose();

        var line = await _lines.UntilAsync("/detect");
        Assert.Equal(client, line.GetProperty("client").GetString());
        Assert.Equal(client, pod.Received[0].Headers["X-Forwarded-For"]);
    }

    [Theory]
    [InlineData("127.0.0.0/8", "https")]
    [InlineData("", "http")]
    public async Task Post_WithAForwardedScheme_ThePodHearsWhatIsBelieved(string proxies, string scheme)
    {
        await using var gateway = await StartAsync(proxies);
        await using var pod = await UpstreamPod.EchoAsync("pod");
        await gateway.ServeAsync(Given.Deployment("faces"), pod.Address);

        (await SendAsync(gateway, "key", "203.0.113.9", "https")).Dispose();

        Assert.Equal(scheme, pod.Received[0].Headers["X-Forwarded-Proto"]);
    }

    [Fact]
    public async Task Post_WrongKeysOfOneCaller_LeaveOthersBehindTheSameProxyInPeace()
    {
        await using var gateway = await StartAsync("127.0.0.0/8");
        for (int i = 0; i < 3; i++)
            (await SendAsync(gateway, $"wrong {i}", "203.0.113.9")).Dispose();

        using var attacker = await SendAsync(gateway, "wrong", "203.0.113.9");
        using var other = await SendAsync(gateway, "mistyped", "203.0.113.10");

        Assert.Equal(((HttpStatusCode)429, HttpStatusCode.Unauthorized), (attacker.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task Post_WrongKeysUnderMadeUpAddresses_AreCountedAsOneCallers()
    {
        await using var gateway = await StartAsync("");
        for (int i = 0; i < 3; i++)
            (await SendAsync(gateway, $"wrong {i}", $"203.0.113.{i}")).Dispose();

        using var refused = await SendAsync(gateway, "wrong", "203.0.113.77");

        Assert.Equal((HttpStatusCode)429, refused.StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("::1", "::1/128")]
    [InlineData("0.0.0.0/0", null)]
    [InlineData("::/0", null)]
    [InlineData("10", null)]
    [InlineData("10/8", null)]
    [InlineData("10.0.0.0/33", null)]
    [InlineData("ingress.example.org", null)]
    [InlineData("*", null)]
    public void Read_AnEntry_IsANetworkOrNothing(string text, string? network) => Assert.Equal(network, TrustedProxies.Read(text)?.ToString());

    private static async Task<HttpResponseMessage> SendAsync(GatewayHarness gateway, string key, string forwarded, string? scheme = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect") { Content = new StringContent("x") };
        request.Headers.Add("X-API-Key", key);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        if (scheme is not null)
            request.Headers.Add("X-Forwarded-Proto", scheme);
        return await gateway.Http.SendAsync(request);
    }

    private Task<GatewayHarness> StartAsync(string proxies) => GatewayHarness.StartAsync(
        o => o with { Trust = new() { ApiKeys = _keys.Folder, FailuresPerMinute = 3, Proxies = [.. proxies.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => TrustedProxies.Read(p)!.Value)] } },
        _lines);
}
