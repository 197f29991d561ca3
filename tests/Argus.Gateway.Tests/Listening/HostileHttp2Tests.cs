using System.Buffers.Binary;
using System.Net;
using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Running;

namespace Argus.Gateway.Tests.Listening;

public sealed class HostileHttp2Tests : IAsyncLifetime
{
    private readonly TestKeys _keys = new();
    private GatewayHarness _gateway = null!;
    private UpstreamPod _pod = null!;

    private Uri Url => _gateway.Url(2);

    public async Task InitializeAsync()
    {
        _keys.Put("alice", "key");
        _gateway = await GatewayHarness.StartAsync(o => o with { Trust = new() { ApiKeys = _keys.Folder, AccessLog = false }, Http2Port = 0, HeaderTimeout = TimeSpan.FromSeconds(1) });
        _pod = await UpstreamPod.EchoAsync("pod");
        await _gateway.ServeAsync(Given.Deployment("faces") with { Spec = Given.Deployment("faces").Spec with { Routes = new() { Add = ["/own/*"] } } }, _pod.Address);
    }

    [Fact]
    public async Task Connection_ThatResetsItsRequestsAsFastAsItSendsThem_IsEnded()
    {
        using var caller = await RawConnection.OpenAsync(Url);
        await caller.SendAsync(Http2Frames.Preface);
        byte[] fields = Http2Frames.Get("/own/x", ("x-api-key", "key"));

        var all = new List<byte>();
        for (int stream = 1; stream < 20_000; stream += 2)
        {
            all.AddRange(Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndStream | Http2Frames.EndHeaders, stream, fields));
            all.AddRange(Http2Frames.Frame(Http2Frames.Reset, 0, stream, [0, 0, 0, 8]));
        }

        await caller.SendAsync([.. all]);

        Assert.True(await IsEndedAsync(caller));
        await AnswersOthersAsync();
    }

    [Fact]
    public async Task Connection_WithHeadersThatNeverEnd_IsEnded()
    {
        using var caller = await RawConnection.OpenAsync(Url);
        await caller.SendAsync(Http2Frames.Preface);
        await caller.SendAsync(Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndStream, 1, Http2Frames.Get("/own/x")));
        byte[] more = Http2Frames.Fields([.. Enumerable.Range(0, 100).Select(i => ($"x-{i}", new string('y', 100)))]);

        for (int i = 0; i < 200; i++)
            await caller.SendAsync(Http2Frames.Frame(Http2Frames.Continuation, 0, 1, more));

        Assert.True(await IsEndedAsync(caller));
        await AnswersOthersAsync();
    }

    [Fact]
    public async Task Connection_WithEmptyContinuationsWithoutEnd_IsEnded()
    {
        using var caller = await RawConnection.OpenAsync(Url);
        await caller.SendAsync(Http2Frames.Preface);
        await caller.SendAsync(Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndStream, 1, Http2Frames.Get("/own/x")));
        byte[] empty = [.. Enumerable.Range(0, 1000).SelectMany(_ => Http2Frames.Frame(Http2Frames.Continuation, 0, 1, []))];

        for (int i = 0; i < 100; i++)
            await caller.SendAsync(empty);

        // They may be read for as long as headers may take, and no longer.
        Assert.True(await IsEndedAsync(caller));
        await AnswersOthersAsync();
    }

    [Theory]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("connection", "keep-alive")]
    [InlineData("X-Upper", "y")]
    [InlineData("x-newline", "a\r\nx-smuggled: b")]
    [InlineData(":late", "y")]
    [InlineData("content-length", "5")]
    public async Task Request_WithAFieldThatMayNotBe_ReachesNoPodWithIt(string name, string value)
    {
        using var caller = await RawConnection.OpenAsync(Url);
        await caller.SendAsync(Http2Frames.Preface);
        await caller.SendAsync(Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndStream | Http2Frames.EndHeaders, 1, Http2Frames.Get("/own/x", ("x-api-key", "key"), (name, value))));

        Assert.True(await IsEndedAsync(caller));
        Assert.DoesNotContain(_pod.Received, r => r.Headers.ContainsKey("x-smuggled") || r.Headers.GetValueOrDefault(name) == value);
        await AnswersOthersAsync();
    }

    [Fact]
    public async Task Request_WithoutAKey_IsRefused()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/own/x") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _pod.DisposeAsync();
        _keys.Dispose();
    }

    private async Task AnswersOthersAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/own/honest");
        request.Headers.Add("X-API-Key", "key");
        using var response = await _gateway.Http.SendAsync(request);
        Assert.Equal("pod 0", await response.Content.ReadAsStringAsync());
    }

    // By a refusal, a reset of the stream, a farewell, or without a word; answers before that are read over.
    private static async Task<bool> IsEndedAsync(RawConnection caller)
    {
        while (true)
        {
            byte[] head = await caller.ReadAsync(9);
            if (head.Length < 9)
                return true;
            int length = (head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1));
            if (head[3] is Http2Frames.GoAway or Http2Frames.Reset)
                return true;
            byte[] payload = await caller.ReadAsync(length);
            if (head[3] == Http2Frames.Headers && payload[0] == Http2Frames.BadRequest)
                return true;
        }
    }
}
