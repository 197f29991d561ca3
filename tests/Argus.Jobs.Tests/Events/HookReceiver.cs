using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Argus.Jobs.Tests.Events;

/// <summary>Takes what is posted to it.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly TaskCompletionSource<(string Signature, string Body)> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private HookReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/hook", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            _first.TrySetResult((http.Request.Headers["X-Argus-Signature"].ToString(), await reader.ReadToEndAsync()));
        });
    }

    /// <summary>Where it takes it.</summary>
    public Uri Url => new(new Uri(_app.Urls.Single()), "/hook");

    public static async Task<HookReceiver> StartAsync()
    {
        var receiver = new HookReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The first that was posted.</summary>
    public Task<(string Signature, string Body)> FirstAsync() => _first.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
