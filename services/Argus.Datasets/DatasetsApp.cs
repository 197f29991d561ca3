using System.Net;
using Argus.Data.Blobs;
using Argus.Datasets.Configuration;
using Argus.Datasets.Daily;
using Argus.Datasets.Docs;
using Argus.Datasets.Fitting;
using Argus.Datasets.Health;
using Argus.Datasets.Http;
using Argus.Datasets.Layout;
using Argus.Datasets.Monthly;
using Argus.Datasets.Runs;
using Argus.Datasets.Store;
using Argus.Datasets.Verify;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.ServiceDefaults.Docs;
using Argus.ServiceDefaults.Logging;
using Argus.ServiceDefaults.Metrics;
using Argus.ServiceDefaults.Problems;
using Argus.ServiceDefaults.Tracing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argus.Datasets;

/// <summary>The process, from settings to a host that can be run.</summary>
internal static class DatasetsApp
{
    /// <summary>Opens the database and the stores of files, and builds the host.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stores">Stores of files in place of those that the settings name.</param>
    /// <exception cref="DatabaseException">The database cannot be opened; the message says what to do.</exception>
    /// <exception cref="BlobStoreException">A store of files cannot be opened.</exception>
    public static async Task<WebApplication> CreateAsync(DatasetsOptions options, TimeProvider time, DatasetStores? stores = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddConsoleLogs(options.LogLevel);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));

        stores ??= await StoreOpening.OpenAsync(options, CancellationToken.None);
        var database = await DatasetsDatabase.OpenAsync(options.Database, options.Schema, CancellationToken.None);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(_ => stores);
        builder.Services.AddSingleton(_ => database);
        builder.Services.AddTrust(options.Trust);
        AddFlows(builder.Services);
        builder.Services.AddSingleton<RunKeeper>();
        builder.Services.AddSingleton<CatchUp>();
        builder.Services.AddSingleton<RunningRuns>();
        builder.Services.AddSingleton<RunEndpoints>();
        builder.Services.AddSingleton<CandidateEndpoints>();
        builder.Services.AddSingleton<ManifestEndpoints>();
        builder.Services.AddSingleton<HealthEndpoints>();
        builder.Services.AddDatasetsDocument();
        builder.Services.AddTraceExport("argus-datasets");
        builder.Services.AddMetricsPage("Microsoft.AspNetCore.Hosting", "System.Runtime");

        var app = builder.Build();
        app.UseProblems();
        app.UseModelsPort(options.ModelsPort);
        app.UseTrust();
        Map(app);
        app.MapMetricsPage();
        app.MapApiDocument();
        return app;
    }

    private static void AddFlows(IServiceCollection services)
    {
        services.AddSingleton<CandidateTable>();
        services.AddSingleton<RunTable>();
        services.AddSingleton<VectorTable>();
        services.AddSingleton<ManifestStore>();
        services.AddSingleton<VerifiedSet>();
        services.AddSingleton<FullSet>();
        services.AddSingleton<FaceClient>();
        services.AddSingleton<FaceVectors>();
        services.AddSingleton<CheckpointMaker>();
        services.AddSingleton<IFlow, DailyFlow>();
        services.AddSingleton<IFlow, MonthlyFlow>();
    }

    private static void Map(WebApplication app)
    {
        var runs = app.Services.GetRequiredService<RunEndpoints>();
        var candidates = app.Services.GetRequiredService<CandidateEndpoints>();
        var manifests = app.Services.GetRequiredService<ManifestEndpoints>();
        var health = app.Services.GetRequiredService<HealthEndpoints>();
        RequestDelegate Guarded(RequestDelegate handler) => DatasetFaults.Guarded(handler, app.Logger);

        app.MapGet("/datasets/candidates", Guarded(candidates.ListAsync));
        app.MapGet("/datasets/candidates/{id}", Guarded(candidates.GetAsync));
        app.MapGet("/datasets/candidates/{id}/photo", Guarded(candidates.PhotoAsync));
        app.MapPost("/datasets/candidates/{id}/accept", Guarded(candidates.AcceptAsync));
        app.MapPost("/datasets/candidates/{id}/relabel", Guarded(candidates.RelabelAsync));
        app.MapPost("/datasets/candidates/{id}/reject", Guarded(candidates.RejectAsync));
        app.MapGet("/datasets/classes", Guarded(candidates.ClassesAsync));
        app.MapGet("/datasets/runs", Guarded(runs.ListAsync));
        app.MapPost("/datasets/runs", Guarded(runs.StartAsync));
        app.MapGet("/datasets/runs/{id}", Guarded(runs.GetAsync));
        app.MapGet("/datasets/manifests/{kind}/{name}", Guarded(manifests.GetAsync));
        app.MapGet("/datasets/models/current.json", Guarded(manifests.CurrentAsync));
        app.MapGet("/datasets/models/checkpoints/{name}/{file}", Guarded(manifests.CheckpointAsync));
        app.MapGet("/health", health.ReadyAsync);
        app.MapGet("/health/live", health.LiveAsync);
        app.MapGet("/health/ready", health.ReadyAsync);
    }

    private static void Listen(KestrelServerOptions kestrel, DatasetsOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        void Http1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
        kestrel.Listen(IPAddress.Parse(options.Host), options.Port, Http1);
        if (options.ModelsPort > 0)
            kestrel.Listen(IPAddress.Parse(options.Host), options.ModelsPort, Http1);
    }
}
