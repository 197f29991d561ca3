using Argus.Gateway.Balancing;
using Argus.Gateway.Configuration;
using Argus.Gateway.Routing;
using Argus.Kube.Api.Argus;

namespace Argus.Gateway.Tests.Running;

/// <summary>The gateway as a real server in this process, with an API server that the test writes to.</summary>
internal sealed class GatewayHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private GatewayHarness(ApiServer api, WebApplication app)
    {
        (Api, _app) = (api, app);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Url(0) };
        Admin = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Url(1) };
    }

    public ApiServer Api { get; }

    /// <summary>Calls the gateway as a caller does.</summary>
    public HttpClient Http { get; }

    /// <summary>Calls its port of probes and metrics.</summary>
    public HttpClient Admin { get; }

    /// <summary>Bytes of request bodies that are remembered.</summary>
    public long Kept => _app.Services.GetRequiredService<Argus.Gateway.Proxying.ReplayBudget>().Taken;

    public LiveRoutes Live => _app.Services.GetRequiredService<LiveRoutes>();

    /// <summary>Starts it with an empty cluster.</summary>
    /// <param name="change">Changes settings; ports are free ones.</param>
    /// <param name="accessLog">Where access lines go, where there are any.</param>
    public static async Task<GatewayHarness> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null, Stream? accessLog = null)
    {
        var api = await ApiServer.StartAsync();
        var options = new GatewayOptions { Host = "127.0.0.1", Namespace = Given.Own, Port = 0, AdminPort = 0, TlsPort = 0, LogLevel = LogLevel.Critical, Trust = new() { Disabled = true, AccessLog = accessLog is not null } };
        var app = GatewayApp.Create(change?.Invoke(options) ?? options, api.Configuration, accessLog);
        await app.StartAsync();
        return new GatewayHarness(api, app);
    }

    /// <summary>Address of the listeners in the order in which they were opened.</summary>
    public Uri Url(int listener) => new(_app.Urls.ElementAt(listener));

    /// <summary>Puts a deployment with pods into the cluster, and waits until the gateway knows them.</summary>
    public async Task ServeAsync(ModelDeployment deployment, params Address[] pods)
    {
        Api.Put(deployment);
        // A slice has one port: pods of this machine differ in theirs.
        foreach (var pod in pods)
            Api.Put(Slice(deployment, pod));
        await UntilAsync(table => table.Routes.Backends.Any(b => b.Key.Name == deployment.Metadata.Name && pods.All(p => b.Stable.Contains(p))));
    }

    /// <summary>Puts one of the platform's own services into the cluster, and waits until the gateway knows its pod.</summary>
    public async Task ServeOwnAsync(string serves, Address pod)
    {
        Api.Put(Given.OwnSlice(serves, pod));
        await UntilAsync(table => table.Routes.Backends.Any(b => b.IsService && b.Task == serves && b.Stable.Contains(pod)));
    }

    /// <summary>Waits until the gateway's table is as the test needs it.</summary>
    public async Task UntilAsync(Func<LiveTable, bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var changed = Live.Changed;
            if (condition(Live.Current))
                return;
            await changed.WaitAsync(limit.Token);
        }
    }

    /// <summary>As SIGTERM.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Admin.Dispose();
        await _app.DisposeAsync();
        await Api.DisposeAsync();
    }

    private static Kube.Api.Discovery.V1EndpointSlice Slice(ModelDeployment deployment, Address pod)
    {
        var slice = Given.Slice(deployment.Metadata.Name!, [pod]);
        return slice with { Metadata = slice.Metadata with { Name = $"{deployment.Metadata.Name}-{pod.Port}" } };
    }
}
