using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Argus.Kube.Tests.Servers;

/// <summary>A stand-in for one collection: lists and watches end up in a queue, and the test answers them one by one.</summary>
internal sealed class WatchSource : IAsyncDisposable
{
    private readonly Channel<PendingRequest> _pending = Channel.CreateUnbounded<PendingRequest>();
    private readonly Func<HttpContext, Task> _answer;
    private KubeTestServer? _server;
    private int _port;

    public WatchSource() => _answer = QueueAsync;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public async Task StartAsync()
    {
        _server = await KubeTestServer.StartAsync(_answer, null, _port);
        _port = _server.Address.Port;
    }

    /// <summary>Closes the port and breaks every connection.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
            await server.DisposeAsync();
        _server = null;
    }

    /// <summary>The next request.</summary>
    public async Task<PendingRequest> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _pending.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task QueueAsync(HttpContext context)
    {
        var request = new PendingRequest(context);
        _pending.Writer.TryWrite(request);
        await request.Ended.Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
