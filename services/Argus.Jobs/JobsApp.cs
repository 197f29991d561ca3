using System.Net;
using Argus.Data.Jobs;
using Argus.Jobs.Api;
using Argus.Jobs.Configuration;
using Argus.Jobs.Docs;
using Argus.Jobs.Events;
using Argus.Jobs.Health;
using Argus.Jobs.Media;
using Argus.Jobs.Score;
using Argus.Jobs.Search;
using Argus.Jobs.Stores;
using Argus.Jobs.Upkeep;
using Argus.Jobs.Work;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.ServiceDefaults.Docs;
using Argus.ServiceDefaults.Logging;
using Argus.ServiceDefaults.Metrics;
using Argus.ServiceDefaults.Problems;
using Argus.ServiceDefaults.Tracing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argus.Jobs;

/// <summary>The process, from settings to a host that can be run.</summary>
internal static class JobsApp
{
    /// <summary>Opens the stores and builds the host.</summary>
    /// <exception cref="JobStoreException">The store of jobs cannot be opened; the message says what to do.</exception>
    public static async Task<WebApplication> CreateAsync(JobsOptions options, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddConsoleLogs(options.LogLevel);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout + TimeSpan.FromSeconds(5));

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        var jobs = await JobStoreOpening.OpenAsync(options, OutboxSinks.Of(options), time);
        builder.Services.AddSingleton(_ => jobs);
        builder.Services.AddVectors(options);
        builder.Services.AddTrust(options.Trust);
        builder.Services.AddJobApi(options);
        builder.Services.AddSearch(options);
        builder.Services.AddScore(options);
        builder.Services.AddMedia(options, time);
        builder.Services.AddEvents(options);
        builder.Services.AddUpkeep(options);
        // Stopped first, for hosts stop in reverse: the last ends are still told.
        builder.Services.AddWork(options);
        builder.Services.AddHealth(options);
        builder.Services.AddJobsDocument(options);
        builder.Services.AddTraceExport("argus-jobs");
        builder.Services.AddMetricsPage("Argus.Jobs", "Microsoft.AspNetCore.Hosting", "System.Runtime");

        var app = builder.Build();
        app.UseProblems();
        app.UseTrust();
        app.UseJobGauges(options);
        app.MapJobApi();
        app.MapSearch();
        app.MapScore();
        app.MapMedia(options);
        app.MapHealth();
        app.MapMetricsPage();
        app.MapApiDocument();
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, JobsOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBytes + (64 * 1024);
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Listen(IPAddress.Parse(options.Host), options.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
