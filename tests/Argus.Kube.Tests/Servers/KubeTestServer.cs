using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Argus.Kube.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.Kube.Tests.Servers;

/// <summary>A real HTTP server whose answers the test writes.</summary>
internal sealed class KubeTestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, Task> _answer;

    private KubeTestServer(Func<HttpContext, Task> answer, Action<ListenOptions>? listen, int port)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, o => listen?.Invoke(o)));
        _app = builder.Build();
        _app.Run(RecordAndAnswerAsync);
    }

    public ConcurrentQueue<ReceivedRequest> Received { get; } = [];

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<KubeTestServer> StartAsync(Func<HttpContext, Task> answer, Action<ListenOptions>? listen = null, int port = 0)
    {
        var server = new KubeTestServer(answer, listen, port);
        await server._app.StartAsync();
        return server;
    }

    public KubernetesClient Client(TimeProvider? time = null, int retries = 0) =>
        new(new KubernetesClientConfiguration { Host = Address }, new KubernetesClientOptions { MaxRetries = retries }, time ?? TimeProvider.System, new Random(1));

    /// <summary>Writes a part of the body at once.</summary>
    public static async Task WriteAsync(HttpContext context, string part, string? contentType = null)
    {
        if (contentType is not null)
            context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(part));
        await context.Response.Body.FlushAsync();
    }

    public static async Task WriteAsync(HttpContext context, int status, string body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Stops at once, breaking open connections.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task RecordAndAnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        // The path as sent: the parsed one has its escapes undone.
        string path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Received.Enqueue(new ReceivedRequest(
            context.Request.Method, path, context.Request.ContentType ?? "", context.Request.Headers.Authorization.ToString(), context.Request.Headers.UserAgent.ToString(), body.ToArray()));
        await _answer(context);
    }
}
