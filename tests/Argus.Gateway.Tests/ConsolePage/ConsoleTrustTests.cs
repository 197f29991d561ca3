using System.Net;
using System.Text.Json.Nodes;
using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.ConsolePage;

/// <summary>What the state tells to whom.</summary>
public sealed class ConsoleTrustTests : IAsyncLifetime
{
    private readonly TestKeys _keys = new();
    private GatewayHarness _gateway = null!;

    public async Task InitializeAsync()
    {
        _keys.Put("all", "key");
        _keys.Put("some", "key for faces", ("deployments", new JsonArray("ns/faces", "elsewhere/*")));
        _keys.Put("none", "key for nothing here", ("deployments", new JsonArray("elsewhere/*")));
        _keys.Put("paths", "key for detect", ("paths", new JsonArray("/detect")));
        _gateway = await GatewayHarness.StartAsync(o => o with { Trust = new() { ApiKeys = _keys.Folder, AccessLog = false } });
        await _gateway.ServeAsync(Given.Deployment("faces"));
        await _gateway.ServeAsync(Given.Deployment("secret", age: 1));
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _keys.Dispose();
    }

    [Theory]
    [InlineData("key", "faces secret")]
    [InlineData("key for faces", "faces")]
    [InlineData("key for nothing here", "")]
    public async Task State_OfAKey_TellsOfItsDeploymentsOnly(string key, string names)
    {
        // The key that sees more asked just before: nothing of its answer may be left.
        using var before = await SendAsync("/console/state", "key");
        using var response = await SendAsync("/console/state", key);
        using var events = await SendAsync("/console/events", key);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        string line = await UntilDataAsync(reader);

        Assert.Equal(names, Names(await response.Content.ReadAsStringAsync()));
        Assert.Equal(names, Names(line));
    }

    [Theory]
    [InlineData("key for detect", HttpStatusCode.Forbidden)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task State_WithoutAKeyForIt_IsRefused(string? key, HttpStatusCode status)
    {
        using var state = await SendAsync("/console/state", key);
        using var events = await SendAsync("/console/events", key);

        Assert.Equal((status, status), (state.StatusCode, events.StatusCode));
    }

    [Fact]
    public async Task Events_KeyIsTakenBack_EndTheStreamAndLeaveOthers()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var events = await SendAsync("/console/events", "key for faces");
        using var others = await SendAsync("/console/events", "key");
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        using var other = new StreamReader(await others.Content.ReadAsStreamAsync());
        await UntilDataAsync(reader);
        await UntilDataAsync(other);

        _keys.Delete("some");
        while (await reader.ReadLineAsync(limit.Token) is not null)
        {
            // What was on its way still.
        }

        _gateway.Api.Put(Given.Deployment("more"));
        Assert.Contains("more", await UntilDataAsync(other));
    }

    private static string Names(string state) => string.Join(' ', JsonNode.Parse(state)!["deployments"]!.AsArray().Select(d => (string?)d!["name"]));

    private static async Task<string> UntilDataAsync(StreamReader reader)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            string line = await reader.ReadLineAsync(limit.Token) ?? throw new EndOfStreamException();
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line[6..];
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Add("X-API-Key", key);
        return await _gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
