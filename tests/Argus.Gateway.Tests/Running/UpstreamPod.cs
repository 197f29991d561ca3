using System.Net;
using Argus.Gateway.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argus.Gateway.Tests.Running;

/// <summary>A pod: a real server whose answers the test writes.</summary>
internal sealed class UpstreamPod : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<ReceivedRequest> _received = [];

    private UpstreamPod(Func<HttpContext, Task> answer, int port, Func<HttpContext, Task>? health)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = null;
            k.Listen(IPAddress.Loopback, port, o => o.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(async http =>
        {
            if (http.Request.Path.StartsWithSegments("/health"))
            {
                if (health is not null && http.Request.Path == "/health")
                {
                    await health(http);
                    return;
                }

                http.Response.StatusCode = IsReady ? 200 : 503;
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync("""{"status":"healthy","version":"0.1.0","model":"selftest","onnx_providers":["CPUExecutionProvider"],"embedding_dimension":128}""");
                return;
            }

            await answer(http);
        });
    }

    /// <summary>Whether its probes succeed.</summary>
    public bool IsReady { get; set; } = true;

    public Address Address => new("127.0.0.1", new Uri(_app.Urls.First()).Port);

    /// <summary>Requests that were read whole by <see cref="ReadAsync"/>.</summary>
    public IReadOnlyList<ReceivedRequest> Received
    {
        get
        {
            lock (_received)
                return [.. _received];
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="answer">Answers all but probes.</param>
    /// <param name="port">0 takes any free one.</param>
    /// <param name="health">Answers <c>/health</c>; null as a ready one does.</param>
    public static async Task<UpstreamPod> StartAsync(Func<HttpContext, Task> answer, int port = 0, Func<HttpContext, Task>? health = null)
    {
        var pod = new UpstreamPod(answer, port, health);
        await pod._app.StartAsync();
        return pod;
    }

    /// <summary>A pod that answers its own name and how many bytes it got.</summary>
    public static async Task<UpstreamPod> EchoAsync(string name)
    {
        UpstreamPod? pod = null;
        pod = await StartAsync(async http =>
        {
            var request = await pod!.ReadAsync(http);
            await http.Response.WriteAsync($"{name} {request.Body.Length}");
        });
        return pod;
    }

    /// <summary>Reads a request whole and remembers it.</summary>
    public async Task<ReceivedRequest> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new ReceivedRequest(http.Request.Method, http.Request.Path + http.Request.QueryString, headers, body.ToArray());
        lock (_received)
            _received.Add(request);
        return request;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
