using System.Net;
using Argus.Inference.Scheduling;
using Argus.ModelServer.Classes;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Docs;
using Argus.ModelServer.Faces;
using Argus.ModelServer.Health;
using Argus.ModelServer.Images;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Loading;
using Argus.ModelServer.OpenInference;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Docs;
using Argus.ServiceDefaults.Logging;
using Argus.ServiceDefaults.Metrics;
using Argus.ServiceDefaults.Problems;
using Argus.ServiceDefaults.Tracing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argus.ModelServer;

/// <summary>The process, from settings to a host that can be run.</summary>
internal static class ModelServerApp
{
    /// <summary>Begins to load the pack, and builds the host.</summary>
    public static WebApplication Create(ServerOptions options)
    {
        // Both take half a second or so: side by side.
        var pool = new WorkerPool(options.Work, TimeProvider.System);
        var loading = PackLoading.Start(options, pool, TimeProvider.System);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddConsoleLogs(options.LogLevel);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout + options.DrainDelay);

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(pool);
        builder.Services.AddSingleton(loading);
        builder.Services.AddSingleton<ServerModels>();
        builder.Services.AddSingleton<InferenceMetrics>();
        builder.Services.AddHostedService<ModelLoader>();
        builder.Services.AddHostedService<ClassesReload>();
        builder.Services.AddSingleton(new BodyBudget(options.MaxBodyMemory));
        builder.Services.AddSingleton(services => new FormReader(services.GetRequiredService<BodyBudget>(), options.Limits));
        builder.Services.AddSingleton<InferenceGate>();
        builder.Services.AddTraceExport("argus-model-server");
        builder.Services.AddMetricsPage(InferenceMetrics.MeterName, "Argus.Inference", "Microsoft.AspNetCore.Hosting", "System.Runtime");
        builder.Services.AddServerDocument();

        var app = builder.Build();
        app.UseProblems();
        app.MapEndpoints();
        app.MapMetricsPage();
        app.MapApiDocument();
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        // Endpoints bound their own bodies more tightly.
        kestrel.Limits.MaxRequestBodySize = Math.Max(options.MaxBodyBytes, 4 * options.Limits.MaxBytes);
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        void Http1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
        if (options.Host == "localhost")
            kestrel.ListenLocalhost(options.Port, Http1);
        else
            kestrel.Listen(IPAddress.Parse(options.Host), options.Port, Http1);
    }
}
