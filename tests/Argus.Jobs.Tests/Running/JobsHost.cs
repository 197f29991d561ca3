using Argus.Data.Jobs;
using Argus.Data.Vectors;
using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Argus.Jobs.Tests.Running;

/// <summary>The service itself, on a port of its own, with its data in a temporary folder: a caller sees no difference from the program.</summary>
internal sealed class JobsHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private JobsHost(WebApplication app, TemporaryFolder folder)
    {
        (_app, _folder) = (app, folder);
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Asks it.</summary>
    public HttpClient Http { get; }

    /// <summary>Where its data is.</summary>
    public string Data => _folder.Path;

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Its store of jobs.</summary>
    public IJobStore Jobs => Services.GetRequiredService<IJobStore>();

    /// <summary>Its store of vectors.</summary>
    public IVectorStore Vectors => Services.GetRequiredService<IVectorStore>();

    /// <summary>Starts it.</summary>
    /// <param name="change">Changes settings; without it, only the API runs, and asks nobody for a token, on SQLite and embedded vectors.</param>
    /// <param name="time">The clock; null: the true one.</param>
    public static async Task<JobsHost> StartAsync(Func<JobsOptions, JobsOptions>? change = null, TimeProvider? time = null)
    {
        var folder = new TemporaryFolder();
        var options = new JobsOptions
        {
            Host = "127.0.0.1",
            Port = 0,
            Data = folder.Path,
            Roles = JobsRoles.Api,
            Trust = new TrustOptions { Kind = TrustKind.Disabled },
            LogLevel = LogLevel.Critical,
            ShutdownTimeout = TimeSpan.FromSeconds(2),
        };
        var app = await JobsApp.CreateAsync(change?.Invoke(options) ?? options, time ?? TimeProvider.System);
        await app.StartAsync();
        return new JobsHost(app, folder);
    }

    /// <summary>Waits until a job is so, and gives it.</summary>
    public async Task<Job> UntilAsync(Guid id, Func<Job, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var change = Jobs.Signals.Changes.Next;
            if (await Jobs.GetAsync(id, limit.Token) is { } job && holds(job))
                return job;
            await change.WaitAsync(limit.Token);
        }
    }

    /// <summary>Tells it to end, as a signal does; it may take its time.</summary>
    public void Stop() => _app.Lifetime.StopApplication();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
