using System.Diagnostics.Metrics;
using System.Net;
using Argus.Gateway.Access;
using Argus.Gateway.Auth;
using Argus.Gateway.Auth.Keys;
using Argus.Gateway.Balancing;
using Argus.Gateway.Configuration;
using Argus.Gateway.ConsolePage;
using Argus.Gateway.Limits;
using Argus.Gateway.Listening;
using Argus.Gateway.Proxying;
using Argus.Gateway.Tests.Auth;
using Argus.Testing;

namespace Argus.Gateway.Tests.Access;

/// <summary>What a request with a known key costs beside its forwarding.</summary>
public sealed class BudgetTests : IDisposable
{
    private const int BytesPerRequest = 300;
    private const int Requests = 2000;

    private readonly TestKeys _keys = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    [Fact]
    public async Task InvokeAsync_WithAKnownKey_StaysWithinItsBudget()
    {
        _keys.Put("alice", "key", ("requestsPerSecond", 1_000_000), ("concurrency", 1000));
        var time = TimeProvider.System;
        var meters = _services.GetRequiredService<IMeterFactory>();
        var metrics = new GatewayMetrics(meters, new LiveRoutes(time), new RequestFigures(time));
        using var output = new LineStream();
        var writer = new AccessWriter(output, meters, new LogLines<AccessWriter>());
        using var store = new KeyStore(_keys.Folder, LimitSettings.None, time, new LogLines<KeyStore>());
        var authenticator = new Authenticator(store, null, new LimitBook(LimitSettings.None, time), time);
        var gate = new Gate(Answer, authenticator, new FailedAddresses(20, 100, time), new GatewayOptions(), metrics);
        using var log = new AccessLog(http => Framing.Check(http) is null ? gate.InvokeAsync(http) : throw new InvalidOperationException("refused"), writer, metrics, time);

        long bare = await BytesAsync(Answer);
        long whole = await BytesAsync(log.InvokeAsync);

        Assert.InRange(whole - bare, 1, BytesPerRequest);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _services.Dispose();
    }

    private static Task Answer(HttpContext http)
    {
        http.Response.StatusCode = 200;
        return Task.CompletedTask;
    }

    // Nothing in it waits, so that all of it runs on this thread.
    private static async Task<long> BytesAsync(RequestDelegate handle)
    {
        await handle(Request());
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Requests; i++)
        {
            var done = handle(Request());
            Assert.True(done.IsCompletedSuccessfully);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Requests;
    }

    private static DefaultHttpContext Request()
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Protocol = "HTTP/1.1";
        http.Request.Path = "/detect";
        http.Request.Headers["X-API-Key"] = "key";
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        return http;
    }
}
