using System.Net;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Kube.Events;
using Argus.Kube.Work;
using Argus.Operator.Admission;
using Argus.Operator.Planning;
using Argus.Operator.Reconciling;
using Argus.Operator.Reconciling.Schedules;
using Argus.Operator.Rendering;
using Argus.ServiceDefaults.Certificates;
using Argus.ServiceDefaults.Logging;
using Argus.ServiceDefaults.Metrics;

namespace Argus.Operator;

/// <summary>The process, from settings to a host that can be run.</summary>
internal static class OperatorApp
{
    /// <summary>Builds the host.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="cluster">The API server.</param>
    /// <param name="files">Files that this comes from, where it may change.</param>
    public static WebApplication Create(OperatorOptions options, KubernetesClientConfiguration cluster, IReadOnlyList<string>? files = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.AddConsoleLogs(options.LogLevel);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(options.Host), options.Port);
            if (options.WebhookCertificates is { } folder)
            {
                var certificate = new MountedCertificate(folder);
                kestrel.Listen(IPAddress.Parse(options.Host), options.WebhookPort, listen => listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current));
            }
        });
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddReconciling(options, cluster);
        if (files is { Count: > 0 })
            builder.Services.AddHostedService(s => new ConfigurationWatch(cluster, files, s.GetRequiredService<IHostApplicationLifetime>(), s.GetRequiredService<ILogger<ConfigurationWatch>>()));
        builder.Services.AddMetricsPage(OperatorMetrics.MeterName, "Argus.Kube", "System.Runtime");

        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Ok());
        // A replica that waits for the lead is ready too: it answers the webhook, and it could take over.
        app.MapGet("/health/ready", (Mirrors mirrors) => mirrors.IsSynced ? Results.Ok() : Results.StatusCode(503));
        app.MapMetricsPage();
        app.MapAdmission();
        return app;
    }

    private static IServiceCollection AddReconciling(this IServiceCollection services, OperatorOptions options, KubernetesClientConfiguration cluster)
    {
        services.AddSingleton(s =>
        {
            var log = s.GetRequiredService<ILogger<KubernetesClient>>();
            var clientOptions = new KubernetesClientOptions { FieldManager = Names.Manager, OnWarning = warning => Log.ServerWarning(log, warning) };
            return new KubernetesClient(cluster, clientOptions, s.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton(s =>
        {
            var log = s.GetRequiredService<ILogger<EventRecorder>>();
            return new EventRecorder(
                s.GetRequiredService<KubernetesClient>(),
                new EventRecorderOptions { Controller = "argus.dev/operator", Instance = options.Identity, OnLost = reason => Log.EventLost(log, reason) });
        });
        services.AddSingleton<WorkQueue<ObjectKey>>();
        services.AddSingleton<OperatorMetrics>();
        services.AddSingleton(s => new HealthObserver(
            new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(1) })
            {
                Timeout = TimeSpan.FromSeconds(2),
                // No pod fills the memory of the operator.
                MaxResponseContentBufferSize = 4 << 20,
            },
            s.GetRequiredService<WorkQueue<ObjectKey>>().Add,
            options.HealthInterval,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<HealthObserver>>()));
        services.AddSingleton<RecentWrites>();
        services.AddSingleton<ForeignObjects>();
        services.AddSingleton(s => new Mirrors(
            s.GetRequiredService<KubernetesClient>(),
            s.GetRequiredService<RecentWrites>(),
            s.GetRequiredService<WorkQueue<ObjectKey>>().Add,
            s.GetRequiredService<HealthObserver>().Changed,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<Mirrors>>()));
        services.AddSingleton(s => new Reconciler(
            s.GetRequiredService<Mirrors>(),
            s.GetRequiredService<HealthObserver>(),
            new ClusterWriter(s.GetRequiredService<KubernetesClient>()),
            s.GetRequiredService<RecentWrites>(),
            s.GetRequiredService<ForeignObjects>(),
            s.GetRequiredService<KubernetesClient>(),
            Recorder(s.GetRequiredService<EventRecorder>()),
            s.GetRequiredService<WorkQueue<ObjectKey>>().Forget,
            options.Plan,
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<Reconciler>>()));
        services.AddSchedules(options);
        services.AddHostedService<OperatorService>();
        return services;
    }

    private static Action<ModelDeployment, PlannedEvent> Recorder(EventRecorder events) => (resource, planned) =>
    {
        if (planned.Type == "Warning")
            events.Warning(resource, planned.Reason, "Reconcile", planned.Note);
        else
            events.Normal(resource, planned.Reason, "Reconcile", planned.Note);
    };
}
