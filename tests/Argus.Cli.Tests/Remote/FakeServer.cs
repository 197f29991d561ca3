using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Argus.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.Cli.Tests.Remote;

/// <summary>A server that answers as a test wants it to, on a free port.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly WebApplication _app;
    private readonly Signal _asked = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = [];

    private FakeServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What was asked, in the order in which it came.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <summary>Starts it.</summary>
    /// <param name="answer">Gets the number of the request, from 1.</param>
    /// <param name="certificate">Makes it speak TLS.</param>
    public static async Task<FakeServer> StartAsync(Func<HttpContext, int, Task> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        var app = builder.Build();
        var server = new FakeServer(app);
        app.Run(http =>
        {
            server._requests.Enqueue(new FakeRequest(
                http.Request.Path + http.Request.QueryString, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            int number = server._requests.Count;
            server._asked.Set();
            return answer(http, number);
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync(HttpContext http, int status, string body, string type = "application/json", string? retryAfter = null)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        if (retryAfter is not null)
            http.Response.Headers.RetryAfter = retryAfter;
        return http.Response.WriteAsync(body);
    }

    /// <summary>As a server of problems does.</summary>
    public static Task RefuseAsync(HttpContext http, int status, string detail, string? retryAfter = null) =>
        WriteAsync(http, status, $$"""{"type":"about:blank","title":"x","status":{{status}},"detail":"{{detail}}"}""", "application/problem+json", retryAfter);

    /// <summary>Ends the connection without an answer.</summary>
    public static Task CutAsync(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Waits until it was asked so often.</summary>
    public Task UntilAskedAsync(int times) => _asked.UntilAsync(() => _requests.Count >= times, Patience, () => $"It was asked {_requests.Count} times, not {times}.");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
