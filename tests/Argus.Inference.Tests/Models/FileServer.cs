using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Inference.Tests.Models;

/// <summary>An upstream host on loopback that behaves as a test tells it to, and remembers what it was asked.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Asked> _asked = [];

    private FileServer(WebApplication app) => _app = app;

    /// <summary>Requests so far, in order.</summary>
    public IReadOnlyList<Asked> Requests => [.. _asked];

    /// <summary>Starts a server; the handler is given the number of the request, counted from 0.</summary>
    public static async Task<FileServer> StartAsync(Func<HttpContext, int, Task> handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new FileServer(app);
        int count = 0;
        app.Run(context =>
        {
            var headers = context.Request.Headers;
            server._asked.Enqueue(new Asked(context.Request.Path.Value!, headers.Range.ToString(), headers.IfRange.ToString()));
            return handler(context, Interlocked.Increment(ref count) - 1);
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>A server that gives one content, honours ranges and counts on the caller to check it.</summary>
    public static Task<FileServer> OfAsync(byte[] content) => StartAsync((context, _) => GiveAsync(context, content));

    public Uri At(string path) => new(_app.Urls.Single() + path);

    /// <summary>Answers a request as a good server does, with a range where one is asked for.</summary>
    public static async Task GiveAsync(HttpContext context, byte[] content)
    {
        int from = From(context);
        if (from >= content.Length && from > 0)
        {
            context.Response.StatusCode = 416;
            return;
        }

        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        context.Response.ContentLength = content.Length - from;
        await context.Response.Body.WriteAsync(content.AsMemory(from));
    }

    /// <summary>Promises all, sends the first bytes, and breaks the connection once the caller has them.</summary>
    public static async Task BreakAsync(HttpContext context, byte[] content, int bytes, Task arrived)
    {
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, bytes));
        await context.Response.Body.FlushAsync();
        await arrived;
        context.Abort();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static int From(HttpContext context)
    {
        string range = context.Request.Headers.Range.ToString();
        return range.Length == 0 ? 0 : int.Parse(range["bytes=".Length..^1]);
    }
}

/// <summary>A request that came.</summary>
internal sealed record Asked(string Path, string Range, string IfRange);
