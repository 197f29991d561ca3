using System.Net.Http.Json;
using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Listening;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Access;

public sealed class AccessLogTests : IAsyncLifetime
{
    private readonly TestKeys _keys = new();
    private readonly LineStream _lines = new();
    private GatewayHarness _gateway = null!;
    private UpstreamPod _pod = null!;

    public async Task InitializeAsync()
    {
        _keys.Put("alice", "key");
        _gateway = await GatewayHarness.StartAsync(o => o with { Trust = new() { ApiKeys = _keys.Folder } }, _lines);
        _pod = await UpstreamPod.EchoAsync("pod");
        await _gateway.ServeAsync(Given.Deployment("faces"), _pod.Address);
    }

    [Fact]
    public async Task Post_Forwarded_IsTold()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/detect?secret=value") { Content = new ByteArrayContent(new byte[100_000]) };
        request.Headers.Add("X-API-Key", "key");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await _gateway.Http.SendAsync(request);
        string answer = await response.Content.ReadAsStringAsync();

        var line = await _lines.UntilAsync("/detect");

        Assert.Equal(("POST", 200, "alice", "key"), (line.GetProperty("method").GetString(), line.GetProperty("status").GetInt32(), line.GetProperty("caller").GetString(), line.GetProperty("by").GetString()));
        Assert.Equal((100_000, answer.Length), (line.GetProperty("bytes_in").GetInt32(), line.GetProperty("bytes_out").GetInt32()));
        Assert.Equal(("ns/faces", _pod.Address.ToString(), 1), (line.GetProperty("deployment").GetString(), line.GetProperty("pod").GetString(), line.GetProperty("attempts").GetInt32()));
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "127.0.0.1"), (line.GetProperty("trace").GetString(), line.GetProperty("client").GetString()));
        Assert.InRange(line.GetProperty("ms").GetDouble(), 0, 30_000);
        Assert.DoesNotContain("value", line.GetRawText());
        Assert.DoesNotContain("\"key\":", line.GetRawText());
    }

    [Fact]
    public async Task Post_Refused_IsToldWithTheReason()
    {
        using var response = await _gateway.Http.PostAsJsonAsync("/embed", new { });
        int length = (await response.Content.ReadAsStringAsync()).Length;

        var line = await _lines.UntilAsync("/embed");

        Assert.Equal((401, "unauthenticated", 0, length), (line.GetProperty("status").GetInt32(), line.GetProperty("denied").GetString(), line.GetProperty("bytes_in").GetInt32(), line.GetProperty("bytes_out").GetInt32()));
        Assert.False(line.TryGetProperty("caller", out _));
    }

    [Fact]
    public async Task Get_Health_IsToldAndThatOfTheAdminPortIsNot()
    {
        (await _gateway.Admin.GetAsync("/health/ready")).Dispose();
        using var response = await _gateway.Http.GetAsync("/health/live");
        int length = (await response.Content.ReadAsStringAsync()).Length;

        var line = await _lines.UntilAsync("/health/live");

        Assert.Equal(length, line.GetProperty("bytes_out").GetInt32());
        Assert.DoesNotContain(_lines.Lines, l => l.GetProperty("path").GetString() == "/health/ready");
    }

    [Theory]
    [InlineData("/%0a%0d%22x%22", "HTTP/1.1 400")]
    [InlineData("/%e2%80%a8%22%0b", "HTTP/1.1 400")]
    [InlineData("/%ff%fe%c0%af%22", "HTTP/1.1 400")]
    [InlineData("/%22%7b%e2%80%8f", "HTTP/1.1 401")]
    public async Task Any_WithAHostilePath_IsOneHarmlessLine(string path, string status)
    {
        using var caller = await RawConnection.OpenAsync(_gateway.Url(0));
        await caller.SendAsync($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith(status, await caller.ReadAllAsync());

        int wanted = int.Parse(status[^3..]);
        var line = await _lines.UntilAsync(l => l.GetProperty("status").GetInt32() == wanted);
        Assert.StartsWith("/", line.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Any_ThatIsNoRequest_IsToldAsMalformed()
    {
        using var caller = await RawConnection.OpenAsync(_gateway.Url(0));
        await caller.SendAsync("POST /detect HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello");

        Assert.StartsWith("HTTP/1.1 400", await caller.ReadAllAsync());

        var line = await _lines.UntilAsync(l => l.TryGetProperty("denied", out var denied) && denied.GetString() == "malformed");
        Assert.Equal((400, "127.0.0.1"), (line.GetProperty("status").GetInt32(), line.GetProperty("client").GetString()));
        Assert.Contains("argus_gateway_refused_total{reason=\"malformed\"} 1", await _gateway.Admin.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task StopAsync_AfterRequests_LeavesNoLineBehind()
    {
        for (int i = 0; i < 50; i++)
            (await _gateway.Http.GetAsync("/health/live")).Dispose();

        await _gateway.StopAsync();

        Assert.Equal(50, _lines.Lines.Count);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _pod.DisposeAsync();
        _keys.Dispose();
    }
}
