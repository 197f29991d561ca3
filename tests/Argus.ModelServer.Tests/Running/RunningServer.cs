using Argus.Inference.Scheduling;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Requests;
using Argus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Argus.ModelServer.Tests.Running;

/// <summary>The whole process on a free port, with the selftest pack: everything is real but the faces.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _stopped;

    private RunningServer(WebApplication app, Uri address)
    {
        (_app, Address) = (app, address);
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public static string SelftestFolder { get; } = Path.Combine(TestData.Repository, "models", "selftest");

    public Uri Address { get; }

    public HttpClient Http { get; }

    public WorkerPool Pool => _app.Services.GetRequiredService<WorkerPool>();

    internal ServerModels Models => _app.Services.GetRequiredService<ServerModels>();

    internal IServiceProvider Services => _app.Services;

    internal static ServerOptions Options { get; } = new()
    {
        Host = "127.0.0.1",
        Port = 0,
        Pack = SelftestFolder,
        LogLevel = LogLevel.Critical,
        Work = new WorkerPoolOptions { Workers = 2, QueueCapacity = 2 },
    };

    /// <summary>Starts it and waits until the models answer, or cannot; or only until it listens.</summary>
    internal static async Task<RunningServer> StartAsync(Func<ServerOptions, ServerOptions>? change = null, bool isSettled = true)
    {
        var app = ModelServerApp.Create(change is null ? Options : change(Options));
        await app.StartAsync();
        if (isSettled)
            await app.Services.GetServices<IHostedService>().OfType<ModelLoader>().Single().Settled;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new RunningServer(app, new Uri(address));
    }

    /// <summary>Bytes of bodies that are held now.</summary>
    internal long BodyBytes => _app.Services.GetRequiredService<BodyBudget>().Taken;

    public Task StopAsync(CancellationToken cancel)
    {
        _stopped = true;
        return _app.StopAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_stopped)
            await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
