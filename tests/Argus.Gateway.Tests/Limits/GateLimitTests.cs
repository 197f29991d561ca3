using System.Net;
using Argus.Gateway.Auth;
using Argus.Gateway.Tests.Auth;
using Argus.Gateway.Tests.Listening;
using Argus.Gateway.Tests.Running;
using Argus.Testing.Processes;

namespace Argus.Gateway.Tests.Limits;

public sealed class GateLimitTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestKeys _keys = new();
    private readonly Signal _came = new();
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UpstreamPod _pod = null!;
    private int _waiting;

    public async Task InitializeAsync() => _pod = await UpstreamPod.StartAsync(async http =>
    {
        await _pod.ReadAsync(http);
        if (http.Request.Query.ContainsKey("wait"))
        {
            Interlocked.Increment(ref _waiting);
            _came.Set();
            await _goOn.Task;
        }

        await http.Response.WriteAsync("done");
    });

    [Fact]
    public async Task Post_OverTheRate_IsRefusedWithAMomentToComeBack()
    {
        _keys.Put("alice", "key", ("requestsPerSecond", 0.01), ("burst", 2));
        _keys.Put("bob", "other key", ("requestsPerSecond", 0.01), ("burst", 2));
        await using var gateway = await StartAsync();

        int[] statuses = [await StatusAsync(gateway, "key"), await StatusAsync(gateway, "key"), await StatusAsync(gateway, "key")];
        Assert.Equal([200, 200, 429], statuses);
        using var refused = await PostAsync(gateway, "key");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 60, 101);
        Assert.Equal(200, await StatusAsync(gateway, "other key"));
    }

    [Fact]
    public async Task Post_OverTheConcurrency_IsRefusedUntilAnAnswerEnds()
    {
        _keys.Put("alice", "key", ("concurrency", 1));
        await using var gateway = await StartAsync();
        var first = PostAsync(gateway, "key", "?wait");
        await UntilWaitingAsync(1);

        Assert.Equal(429, await StatusAsync(gateway, "key"));

        _goOn.SetResult();
        (await first).Dispose();
        Assert.Equal(200, await StatusAsync(gateway, "key"));
    }

    [Fact]
    public async Task Post_WhileTheGatewayIsFull_IsRefusedAndProbesAreNot()
    {
        _keys.Put("alice", "key");
        await using var gateway = await StartAsync(t => t with { MaxInFlight = 2 });
        Task<HttpResponseMessage>[] all = [PostAsync(gateway, "key", "?wait"), PostAsync(gateway, "key", "?wait")];
        await UntilWaitingAsync(2);

        using var refused = await PostAsync(gateway, "key");
        using var health = await gateway.Http.GetAsync("/health/live");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused.StatusCode, health.StatusCode));
        Assert.NotNull(refused.Headers.RetryAfter);
        _goOn.SetResult();
        foreach (var response in await Task.WhenAll(all))
            response.Dispose();
        Assert.Equal(200, await StatusAsync(gateway, "key"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_OverTheSize_IsRefused(bool hasLength)
    {
        _keys.Put("alice", "key", ("maxBodyBytes", 1000));
        _keys.Put("bob", "other key");
        await using var gateway = await StartAsync();

        // In chunks, what is around them counts too.
        Assert.Equal(200, await StatusAsync(gateway, "key", hasLength ? 1000 : 950, hasLength));
        Assert.Equal(413, await StatusAsync(gateway, "key", 1001, hasLength));
        Assert.Equal(413, await StatusAsync(gateway, "key", 300_000, hasLength));
        Assert.Equal(200, await StatusAsync(gateway, "other key", 300_000, hasLength));

        string metrics = await gateway.Admin.GetStringAsync("/metrics");
        Assert.Contains("argus_gateway_refused_total{reason=\"size\"} 2", metrics);
    }

    [Fact]
    public async Task Post_OverTheSizeOfAll_IsRefusedWithoutAKeyFileSayingSo()
    {
        _keys.Put("alice", "key", ("maxBodyBytes", 2_000_000));
        await using var gateway = await StartAsync(mostBytes: 5000);

        Assert.Equal(413, await StatusAsync(gateway, "key", 5001, hasLength: true));
        Assert.Equal(413, await StatusAsync(gateway, "key", 5001, hasLength: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_OfAnUpload_HasALimitOfItsOwn(bool hasLength)
    {
        _keys.Put("alice", "key");
        _keys.Put("bob", "other key", ("maxBodyBytes", 1000));
        await using var gateway = await StartAsync(mostBytes: 5000, mostUploaded: 300_000);
        await gateway.ServeOwnAsync("media", _pod.Address);

        Assert.Equal(200, await StatusAsync(gateway, "key", 299_000, hasLength, "/entity/"));
        Assert.Equal(413, await StatusAsync(gateway, "key", 300_001, hasLength, "/entity/"));
        Assert.Equal(413, await StatusAsync(gateway, "key", 5001, hasLength));
        Assert.Equal(413, await StatusAsync(gateway, "other key", 1001, hasLength, "/entity/"));
    }

    [Fact]
    public async Task Post_ByKeysThatNameNoLimit_HasThatOfAll()
    {
        _keys.Put("alice", "key");
        await using var gateway = await StartAsync(t => t with { Defaults = new(RequestsPerSecond: 0.01, Burst: 1) });

        int[] statuses = [await StatusAsync(gateway, "key"), await StatusAsync(gateway, "key")];
        Assert.Equal([200, 429], statuses);
    }

    public async Task DisposeAsync()
    {
        _goOn.TrySetResult();
        await _pod.DisposeAsync();
        _keys.Dispose();
    }

    private async Task<GatewayHarness> StartAsync(Func<TrustOptions, TrustOptions>? change = null, long mostBytes = 80 << 20, long mostUploaded = 80 << 20)
    {
        var trust = new TrustOptions { ApiKeys = _keys.Folder, AccessLog = false };
        var gateway = await GatewayHarness.StartAsync(o => o with { Trust = change?.Invoke(trust) ?? trust, MaxBodyBytes = mostBytes, MaxUploadBytes = mostUploaded });
        await gateway.ServeAsync(Given.Deployment("faces"), _pod.Address);
        return gateway;
    }

    private Task UntilWaitingAsync(int count) => _came.UntilAsync(() => Volatile.Read(ref _waiting) == count, Patience, () => $"{_waiting} wait");

    private static async Task<int> StatusAsync(GatewayHarness gateway, string key, int bytes = 1, bool hasLength = true, string path = "/detect")
    {
        if (!hasLength)
            return await ChunkedStatusAsync(gateway, key, bytes, path);
        using var response = await PostAsync(gateway, key, "", bytes, path);
        return (int)response.StatusCode;
    }

    // By hand: a client that is still sending when it is refused may not see why.
    private static async Task<int> ChunkedStatusAsync(GatewayHarness gateway, string key, int bytes, string path)
    {
        using var caller = await RawConnection.OpenAsync(gateway.Url(0));
        await caller.SendAsync($"POST {path} HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n{bytes:x}\r\n{new string('x', bytes)}\r\n0\r\n\r\n");
        string answer = await caller.ReadUntilAsync("\r\n");
        return int.Parse(answer.Split(' ')[1]);
    }

    private static async Task<HttpResponseMessage> PostAsync(GatewayHarness gateway, string key, string query = "", int bytes = 1, string path = "/detect")
    {
        var content = new ByteArrayContent(new byte[bytes]);
        content.Headers.ContentType = new("image/jpeg");
        using var request = new HttpRequestMessage(HttpMethod.Post, path + query) { Content = content };
        request.Headers.Add("X-API-Key", key);
        return await gateway.Http.SendAsync(request);
    }
}
