using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Listening;

/// <summary>What attackers send, over plain sockets, while an honest caller goes on getting answers.</summary>
public sealed partial class HostileTests : IAsyncLifetime
{
    private const string Key = "X-API-Key: key\r\n";

    private readonly TestKeys _keys = new();
    private readonly CancellationTokenSource _ending = new();
    private GatewayHarness _gateway = null!;
    private UpstreamPod _pod = null!;
    private Task<int> _honest = null!;

    public async Task InitializeAsync()
    {
        _keys.Put("alice", "key");
        _gateway = await GatewayHarness.StartAsync(o => o with
        {
            Trust = new() { ApiKeys = _keys.Folder, AccessLog = false },
            HeaderTimeout = TimeSpan.FromSeconds(1),
            MaxBodyBytes = 100_000,
        });
        _pod = await UpstreamPod.StartAsync(async http =>
        {
            var request = await _pod.ReadAsync(http);
            await http.Response.WriteAsync($"[{request.Target} {Encoding.Latin1.GetString(request.Body)}]");
        });
        await _gateway.ServeAsync(Given.Deployment("faces") with { Spec = Given.Deployment("faces").Spec with { Routes = new() { Add = ["/own/*"] } } }, _pod.Address);
        _honest = CallHonestlyAsync();
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nX-Content-Length: 5\r\n", "0\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")]
    [InlineData("Content-Length: 5, 5\r\n", "hello")]
    [InlineData("Content-Length: -5\r\n", "hello")]
    [InlineData("Content-Length: 0x5\r\n", "hello")]
    [InlineData("Content-Length: 5 5\r\n", "hello")]
    [InlineData("Content-Length: 99999999999999999999\r\n", "hello")]
    [InlineData("Content-Length : 5\r\n", "hello")]
    [InlineData("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: identity, chunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding:\u000bchunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding\u00a0: chunked\r\n", "0\r\n\r\n")]
    [InlineData("X: y\r\n Transfer-Encoding: chunked\r\n", "0\r\n\r\n")]
    [InlineData("X: y\r\n\tfolded\r\nContent-Length: 5\r\n", "hello")]
    [InlineData("X: a\rTransfer-Encoding: chunked\r\n", "0\r\n\r\n")]
    [InlineData("X: a\0b\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5;ext=\nsmuggled\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\r\nhelloX0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "-1\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "ffffffffffffffff1\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "\r\n0\r\n\r\n")]
    public async Task Post_WithTwoReadingsOfItsLength_IsRefusedAndNothingFollows(string headers, string body)
    {
        string answer = await ExchangeAsync($"POST /detect HTTP/1.1\r\nHost: x\r\n{Key}Content-Type: image/jpeg\r\n{headers}\r\n{body}GET /own/smuggled HTTP/1.1\r\nHost: x\r\n{Key}Connection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (400|408|413|501) ", answer);
        Assert.Single(StatusLine().Matches(answer));
        Assert.DoesNotContain(_pod.Received, r => r.Target.Contains("smuggled", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET /own/../../etc/passwd", "404")]
    [InlineData("GET /detect/../own/x", "200 [/own/x ]")]
    [InlineData("GET /own/%2e%2e/detect", "405")]
    [InlineData("GET /own/%2E%2e/%2e./health/ready", "200")]
    [InlineData("GET //own/x", "404")]
    [InlineData("GET /OWN/x", "404")]
    [InlineData("GET /own%2fx", "400")]
    [InlineData("GET /own/a%2F..%2F..%2fsecret", "400")]
    [InlineData("GET /own/a%5c..%5cb", "400")]
    [InlineData("GET /own/a\\..\\b", "400")]
    [InlineData("GET /own/a%00b", "400")]
    [InlineData("GET /own/a%0d%0aX-Evil:1", "400")]
    [InlineData("GET /own/a\0b", "400")]
    [InlineData("GET /own/%c0%ae%c0%ae/%c0%afetc", "400")]
    [InlineData("GET /own/%252e%252e/secret", "400")]
    [InlineData("GET /own/%252f..%252fsecret", "400")]
    [InlineData("GET /own/%25252e%25252e/secret", "400")]
    [InlineData("GET /own/%", "400")]
    [InlineData("GET /own/%25", "400")]
    [InlineData("GET /own/%41%7E%20b", "200 [/own/A~%20b ]")]
    [InlineData("GET /own/\u00e4", "400")]
    [InlineData("GET /own/a b", "400")]
    [InlineData("GET own/x", "400")]
    [InlineData("GET *", "40[05]")]
    [InlineData("OPTIONS *", "400")]
    [InlineData("GET http://elsewhere/own/x", "400")]
    [InlineData("GET http://x/own/x", "200 [/own/x ]")]
    [InlineData("GET https://user:pass@x/own/x", "400")]
    [InlineData("CONNECT x:80", "40[05]")]
    [InlineData("TRACE /own/x", "405")]
    [InlineData("G@T /own/x", "400")]
    [InlineData("get /own/x", "40[045]|200")]
    public async Task Any_WithATrickInItsPath_ReachesNothingThatItMayNot(string line, string expected)
    {
        string answer = await ExchangeAsync($"{line} HTTP/1.1\r\nHost: x\r\n{Key}Connection: close\r\n\r\n");

        string[] parts = expected.Split(' ', 2);
        Assert.Matches($"^HTTP/1.1 ({parts[0]}) ", answer);
        if (parts.Length > 1)
            Assert.Contains(parts[1], answer);
        Assert.All(_pod.Received, r => Assert.True(r.Target.StartsWith("/own/", StringComparison.Ordinal) || r.Target == "/detect", r.Target));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host: x\r\nHost: x\r\n")]
    [InlineData("Host: x\r\nHost: y\r\n")]
    [InlineData("Host: x/y\r\n")]
    [InlineData("Host: x y\r\n")]
    [InlineData("Host: x@y\r\n")]
    [InlineData("Host: x:port\r\n")]
    public async Task Get_WithoutOneHost_IsRefused(string host) =>
        Assert.StartsWith("HTTP/1.1 400 ", await ExchangeAsync($"GET /own/x HTTP/1.1\r\n{host}{Key}Connection: close\r\n\r\n"));

    [Fact]
    public async Task Get_WithAFloodOfHeaders_IsRefused()
    {
        string many = string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: y\r\n"));
        string large = $"X: {new string('y', 40_000)}\r\n";
        string line = new('z', 20_000);

        Assert.StartsWith("HTTP/1.1 431 ", await ExchangeAsync($"GET /own/x HTTP/1.1\r\nHost: x\r\n{many}\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", await ExchangeAsync($"GET /own/x HTTP/1.1\r\nHost: x\r\n{large}\r\n"));
        Assert.StartsWith("HTTP/1.1 414 ", await ExchangeAsync($"GET /{line} HTTP/1.1\r\nHost: x\r\n\r\n"));
        Assert.DoesNotContain(_pod.Received, r => r.Target == "/own/x");
    }

    [Fact]
    public async Task Get_WithSlowHeaders_IsHungUpOn()
    {
        using var slow = await RawConnection.OpenAsync(_gateway.Url(0));
        await slow.SendAsync("GET /own/x HTTP/1.1\r\nHost: x\r\nX-Slow: ");

        string answer = await slow.ReadAllAsync();

        Assert.StartsWith("HTTP/1.1 408 ", answer);
    }

    [Fact]
    public async Task Post_WithASlowBody_IsHungUpOn()
    {
        using var slow = await RawConnection.OpenAsync(_gateway.Url(0));
        await slow.SendAsync($"POST /detect HTTP/1.1\r\nHost: x\r\n{Key}Content-Type: image/jpeg\r\nContent-Length: 5000\r\n\r\nx");

        string answer = await slow.ReadAllAsync();

        Assert.StartsWith("HTTP/1.1 408 ", answer);
        Assert.DoesNotContain(_pod.Received, r => r.Target == "/detect");
    }

    [Fact]
    public async Task Post_WithoutAKey_IsNotAskedForItsBody()
    {
        using var caller = await RawConnection.OpenAsync(_gateway.Url(0));
        await caller.SendAsync("POST /detect HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 50000\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", await caller.ReadUntilAsync("\r\n\r\n"));
    }

    [Theory]
    [InlineData("Content-Length: 100001\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n", "20000\r\n")]
    public async Task Post_WithTooLargeABody_IsRefused(string header, string start)
    {
        string answer = await ExchangeAsync($"POST /detect HTTP/1.1\r\nHost: x\r\n{Key}Content-Type: image/jpeg\r\n{header}\r\n{start}{new string('x', 110_000)}");

        Assert.StartsWith("HTTP/1.1 413 ", answer);
    }

    [Fact]
    public async Task Post_WithMoreThanItsBody_IsTwoRequestsOfTheSameCaller()
    {
        string answer = await ExchangeAsync($"POST /detect HTTP/1.1\r\nHost: x\r\n{Key}Content-Type: image/jpeg\r\nContent-Length: 5\r\n\r\nhelloGET /own/second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // The second has no key of its own, and does not inherit the first one's.
        Assert.Matches("^HTTP/1.1 200 (.|\r|\n)*\\[/detect hello\\](.|\r|\n)*HTTP/1.1 401 ", answer);
        Assert.DoesNotContain(_pod.Received, r => r.Target == "/own/second");
    }

    [Fact]
    public async Task Post_WithAPlusBeforeItsLength_ReachesThePodWithoutIt()
    {
        await ExchangeAsync($"POST /detect HTTP/1.1\r\nHost: x\r\n{Key}Content-Type: image/jpeg\r\nContent-Length: +5\r\nConnection: close\r\n\r\nhello");

        var received = Assert.Single(_pod.Received, r => r.Target == "/detect");
        Assert.Equal(("5", "hello"), (received.Headers["Content-Length"], Encoding.Latin1.GetString(received.Body)));
    }

    [Fact]
    public async Task Post_RefusedWithABodyUnread_DoesNotTakeTheBodyForARequest()
    {
        string hidden = $"GET /own/hidden HTTP/1.1\r\nHost: x\r\n{Key}Connection: close\r\n\r\n";

        string answer = await ExchangeAsync($"POST /detect HTTP/1.1\r\nHost: x\r\nContent-Length: {hidden.Length}\r\n\r\n{hidden}GET /own/after HTTP/1.1\r\nHost: x\r\n{Key}Connection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", answer);
        Assert.DoesNotContain(_pod.Received, r => r.Target == "/own/hidden");
    }

    [Fact]
    public async Task Get_ByAnOlderVersion_CannotBringAChunkedBody()
    {
        string answer = await ExchangeAsync($"POST /detect HTTP/1.0\r\nHost: x\r\n{Key}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        Assert.Matches("^HTTP/1.1 400 ", answer);
    }

    [Fact]
    public async Task Any_ThatIsNotHttp_IsHungUpOn()
    {
        byte[] noise = new byte[64 * 1024];
        new Random(7).NextBytes(noise);
        for (int i = 0; i < 20; i++)
        {
            using var caller = await RawConnection.OpenAsync(_gateway.Url(0));
            await caller.SendAsync(noise[(i * 1000)..]);
            caller.EndSending();
            Assert.DoesNotContain("200 OK", await caller.ReadAllAsync());
        }
    }

    public async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        // Whatever the test did, the honest caller had its answers all the while.
        Assert.True(await _honest > 0);
        await _gateway.DisposeAsync();
        await _pod.DisposeAsync();
        _keys.Dispose();
        _ending.Dispose();
    }

    [GeneratedRegex("HTTP/1.1 [0-9]{3} ")]
    private static partial Regex StatusLine();

    private async Task<int> CallHonestlyAsync()
    {
        int answered = 0;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/own/honest");
            request.Headers.Add("X-API-Key", "key");
            using var response = await _gateway.Http.SendAsync(request);
            Assert.Equal((HttpStatusCode.OK, "[/own/honest ]"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
            answered++;
        }
        while (!_ending.IsCancellationRequested);
        return answered;
    }

    private async Task<string> ExchangeAsync(string bytes)
    {
        using var caller = await RawConnection.OpenAsync(_gateway.Url(0));
        await caller.SendAsync(bytes);
        return await caller.ReadAllAsync();
    }
}
