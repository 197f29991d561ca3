using Argus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Jobs.Tests.Storm;

/// <summary>The receiver of a webhook. It can be cut off: then it takes the event, and its answer is lost.</summary>
internal sealed class StormHook : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;
    private int _toCut;

    private StormHook()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What came.</summary>
    public StormEvents Events { get; } = new();

    /// <summary>Settings of who tells it.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["ARGUS_WEBHOOK_URL"] = $"{_app.Urls.Single()}/hook",
        ["ARGUS_WEBHOOK_SECRET_FILE"] = _folder.At("secret"),
        ["ARGUS_WEBHOOK_ALLOW_PRIVATE"] = "true",
    };

    public static async Task<StormHook> StartAsync()
    {
        var hook = new StormHook();
        hook._folder.Write("secret", "0123456789abcdef0123456789abcdef"u8.ToArray());
        await hook._app.StartAsync();
        return hook;
    }

    /// <summary>Breaks the next so many connections instead of answering.</summary>
    public void Cut(int requests) => Interlocked.Add(ref _toCut, requests);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        Events.Add(await reader.ReadToEndAsync());
        if (Interlocked.Decrement(ref _toCut) >= 0)
            http.Abort();
        else
            Interlocked.Increment(ref _toCut);
    }
}
