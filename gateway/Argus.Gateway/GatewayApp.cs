using Argus.Gateway.Access;
using Argus.Gateway.Auth;
using Argus.Gateway.Balancing;
using Argus.Gateway.Chat;
using Argus.Gateway.Cluster;
using Argus.Gateway.Configuration;
using Argus.Gateway.ConsolePage;
using Argus.Gateway.Cors;
using Argus.Gateway.Health;
using Argus.Gateway.Listening;
using Argus.Gateway.Proxying;
using Argus.Gateway.Waking;
using Argus.Kube.Client;
using Argus.ServiceDefaults.Certificates;
using Argus.ServiceDefaults.Logging;
using Argus.ServiceDefaults.Metrics;
using Argus.ServiceDefaults.Problems;
using Argus.ServiceDefaults.Tracing;

namespace Argus.Gateway;

/// <summary>The process, from settings to a host that can be run.</summary>
internal static class GatewayApp
{
    /// <summary>Builds the host.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="cluster">The API server.</param>
    /// <param name="accessLog">Where access lines go; null is standard output.</param>
    public static WebApplication Create(GatewayOptions options, KubernetesClientConfiguration cluster, Stream? accessLog = null)
    {
        var certificate = options.TlsCertificates is { } folder ? new MountedCertificate(folder) : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddConsoleLogs(options.LogLevel);
        // It tells of every request; what fails is told by us, with the deployment's name.
        builder.Logging.AddFilter("Yarp", options.LogLevel == LogLevel.Debug ? LogLevel.Debug : LogLevel.Error);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = EventLoops.AreUsed);
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Listen(kestrel, options, certificate));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout + options.DrainDelay);

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddTrust(options.Trust, accessLog ?? Console.OpenStandardOutput());
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton(s => new KubernetesClient(cluster, new KubernetesClientOptions { FieldManager = "argus-gateway" }, s.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<LiveRoutes>();
        builder.Services.AddHosted<RouteSource>();
        builder.Services.AddHosted<LastRequests>();
        builder.Services.AddHosted<Prober>();
        builder.Services.AddHosted<Drain>();
        builder.Services.AddSingleton<WaitingRoom>();
        builder.Services.AddSingleton<PodConnections>();
        builder.Services.AddSingleton(new ReplayBudget(options.ReplayBytes, options.ReplayMemory));
        builder.Services.AddSingleton<GatewayMetrics>();
        builder.Services.AddSingleton<PodHealth>();
        builder.Services.AddSingleton<HealthEndpoint>();
        builder.Services.AddOwnPages();
        builder.Services.AddTraceExport("argus-gateway");
        builder.Services.AddMetricsPage(GatewayMetrics.MeterName, "Argus.Kube", "System.Runtime");

        var app = builder.Build();
        app.UseTrustedProxies(options.Trust.Proxies);
        app.UseAccessLog();
        app.UseProblems();
        app.MapWhen(IsAdmin, Administer);
        app.UseFraming();
        app.Use(FilterAsync);
        app.UseCrossOrigin(options.Trust.CorsOrigins);
        app.UseGate();
        Serve(app);
        return app;
    }

    private static bool IsAdmin(HttpContext http) => http.Features.Get<Listener>() is { IsAdmin: true };

    private static void Administer(IApplicationBuilder admin)
    {
        admin.UseRouting();
        admin.UseEndpoints(routes =>
        {
            var health = routes.ServiceProvider.GetRequiredService<HealthEndpoint>();
            routes.MapGet("/health/live", health.LiveAsync);
            routes.MapGet("/health/ready", health.ReadyAsync);
            routes.MapMetricsPage();
        });
    }

    // A documented port has the paths of its document only; to all else it is as if the gateway were not there.
    private static Task FilterAsync(HttpContext http, RequestDelegate next)
    {
        if (http.RequestServices.GetRequiredService<Drain>().IsDraining)
            http.Response.OnStarting(() => Task.FromResult(http.Response.Headers.Connection = "close"));
        if (http.Features.Get<Listener>()?.Paths is not { } filter || filter.Takes(http.Request.Path.Value ?? "/"))
            return next(http);
        return new Refusal(404, $"There is nothing at {http.Request.Path} on this port; it has {string.Join(", ", filter.Paths)}.").WriteAsync(http);
    }

    private static void Serve(WebApplication app)
    {
        var health = app.Services.GetRequiredService<HealthEndpoint>();
        var proxy = ActivatorUtilities.CreateInstance<ProxyEndpoint>(app.Services);
        var chat = new ChatEndpoint(app.Services.GetRequiredService<LiveRoutes>(), proxy, app.Services.GetRequiredService<ReplayBudget>());
        var pages = app.Services.GetRequiredService<OwnPages>();
        // A few ways only: routing by a tree of endpoints would cost more than they do.
        app.Run(http => http.Request.Path.Value switch
        {
            "/health" or "/health/ready" when HttpMethods.IsGet(http.Request.Method) => health.HealthAsync(http),
            "/health/live" when HttpMethods.IsGet(http.Request.Method) => health.LiveAsync(http),
            _ => (pages.Find(http.Request) ?? chat.Find(http.Request)) is { } own ? own(http) : proxy.InvokeAsync(http),
        });
    }

    // A service that others ask too, and that runs with the host.
    private static void AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(s => s.GetRequiredService<T>());
    }
}
