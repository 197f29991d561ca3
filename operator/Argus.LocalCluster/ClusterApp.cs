using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Argus.Kube.Client;
using Argus.LocalCluster.Access;
using Argus.LocalCluster.Admission;
using Argus.LocalCluster.Controllers;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Deletion;
using Argus.LocalCluster.Discovery;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Node;
using Argus.LocalCluster.Pods;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;
using Argus.ServiceDefaults.Logging;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Argus.LocalCluster;

/// <summary>The process, from options to a host that can be run.</summary>
internal static class ClusterApp
{
    private static readonly string[] FirstNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    /// <summary>Opens the store and builds the host.</summary>
    public static WebApplication Create(ClusterOptions options, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddConsoleLogs(LogLevel.Information);
        var certificate = ServerCertificate.In(Directory.CreateDirectory(options.Store.DataDirectory).FullName, clock ?? TimeProvider.System);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, certificate));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(certificate);
        builder.Services.AddSingleton(options.Store);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        AddStorage(builder.Services);
        AddApi(builder.Services);
        builder.Services.AddSingleton<IPodLogs, NoPodLogs>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5) + (options.Node?.ShutdownGrace ?? TimeSpan.Zero));
        AddPods(builder.Services, options, (services, cancel) => LocalConnection.OpenAsync(services, TokenOf(options), certificate, cancel));

        var app = builder.Build();
        CreateFirstObjects(app.Services);
        var server = app.Services.GetRequiredService<ApiServer>();
        app.Run(server.HandleAsync);
        app.Lifetime.ApplicationStarted.Register(() => Kubeconfig.Write(options.Kubeconfig, AddressOf(app), TokenOf(options), certificate.ExportCertificatePem()));
        return app;
    }

    /// <summary>Where the server listens, once it does.</summary>
    public static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static string TokenOf(ClusterOptions options) => options.Token ?? Kubeconfig.TokenIn(options.Store.DataDirectory);

    private static void Listen(KestrelServerOptions kestrel, ClusterOptions options, X509Certificate2 certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        });
    }

    private static void AddStorage(IServiceCollection services)
    {
        services.AddSingleton<ObjectStore>();
        services.AddSingleton<CatalogHolder>();
        services.AddSingleton<InternalWriter>();
        services.AddSingleton<Deleter>();
        services.AddSingleton<NamespaceContents>();
        services.AddHostedService<DefinitionController>();
        services.AddHostedService<GarbageCollector>();
        services.AddHostedService<NamespaceController>();
        services.AddHostedService<EventExpiry>();
    }

    private static void AddApi(IServiceCollection services)
    {
        services.AddSingleton(s => new Authenticator(TokenOf(s.GetRequiredService<ClusterOptions>())));
        services.AddSingleton<AccessRules>();
        services.AddSingleton<ServiceEndpoints>();
        services.AddSingleton<WebhookClients>();
        services.AddSingleton<WebhookCaller>();
        services.AddSingleton<AdmissionGate>();
        services.AddSingleton<ObjectAnswers>();
        services.AddSingleton<ServiceAddresses>();
        services.AddSingleton<ObjectWriter>();
        services.AddSingleton<ReadHandler>();
        services.AddSingleton<WatchHandler>();
        services.AddSingleton<WriteHandler>();
        services.AddSingleton<PatchHandler>();
        services.AddSingleton<DeleteHandler>();
        services.AddSingleton<ScaleHandler>();
        services.AddSingleton<PodLogHandler>();
        services.AddSingleton<BindingHandler>();
        services.AddSingleton<EvictionHandler>();
        services.AddSingleton<ReviewHandler>();
        services.AddSingleton<OpenApiHandler>();
        services.AddSingleton<DiscoveryHandler>();
        services.AddSingleton<ApiServer>();
    }

    private static void AddPods(IServiceCollection services, ClusterOptions options, Func<IServiceProvider, CancellationToken, Task<KubernetesClient>> connect)
    {
        if (options.Controllers)
            services.AddControllers(connect);
        if (options.Node is { } node)
            services.AddNodeAgent(node with { ServiceAccountToken = node.ServiceAccountToken ?? TokenOf(options) }, connect);
    }

    private static void CreateFirstObjects(IServiceProvider services)
    {
        var writer = services.GetRequiredService<InternalWriter>();
        string now = SystemFields.Timestamp(services.GetRequiredService<TimeProvider>());
        foreach (string name in FirstNamespaces)
            writer.Create(new ObjectKey("/namespaces", "", name), new JsonObject
            {
                ["kind"] = "Namespace",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
                ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
                ["status"] = new JsonObject { ["phase"] = "Active" },
            }, now);
    }
}
