using System.Net;
using System.Net.Sockets;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Client;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Benchmarks.Gateway;

/// <summary>The gateway as its users start it, with a cluster in which the benchmark itself says where pods are.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly ResourceType Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false);

    // As the container image has it.
    private static readonly string Program = Path.Combine(TestData.Repository, "artifacts", "publish", "Argus.Gateway", "bench", "Argus.Gateway");

    private readonly DirectoryInfo _folder;
    private readonly ProgramRun _cluster;
    private readonly ProgramRun _gateway;
    private readonly KubernetesClient _client;

    private GatewayProcess(DirectoryInfo folder, ProgramRun cluster, string kubeconfig)
    {
        (_folder, _cluster, Port) = (folder, cluster, FreePort());
        _client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig), new KubernetesClientOptions { FieldManager = "bench" }, TimeProvider.System);
        var environment = new Dictionary<string, string>
        {
            ["KUBECONFIG"] = kubeconfig,
            ["HOST"] = "127.0.0.1",
            ["PORT"] = $"{Port}",
            ["ARGUS_ADMIN_PORT"] = "0",
            ["AUTH_DISABLED"] = "true",
            ["LOG_LEVEL"] = "WARNING",
        };
        // Its access log is written as always, to where nobody keeps it.
        _gateway = new ProgramRun([Program], environment, before: "exec >/dev/null");
    }

    /// <summary>Where callers reach it, on loopback.</summary>
    public int Port { get; }

    public int Id => _gateway.Id;

    public static async Task<GatewayProcess> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("argus-bench-");
        string kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
        var cluster = new ProgramRun("Argus.LocalCluster", ["--data-dir", Path.Combine(folder.FullName, "data"), "--kubeconfig", kubeconfig, "--port", "0", "--no-node"], new Dictionary<string, string>());
        await cluster.UntilFileAsync(kubeconfig);
        var gateway = new GatewayProcess(folder, cluster, kubeconfig);
        foreach (string kind in (string[])["modelpacks", "modeldeployments"])
            await gateway._client.Resource(Definitions).ApplyAsync($"{kind}.argus.dev", null, File.ReadAllBytes(Path.Combine(TestData.Repository, "crds", $"{kind}.yaml")), new ApplyOptions { Force = true });
        return gateway;
    }

    /// <summary>Routes a deployment to one pod, and waits until requests get there.</summary>
    /// <param name="name">Name of the ModelDeployment.</param>
    /// <param name="task">Its task.</param>
    /// <param name="pod">Port of the pod, on loopback.</param>
    /// <param name="request">A request that it answers with 200.</param>
    public async Task RouteAsync(string name, string task, int pod, byte[] request)
    {
        await ApplyAsync(new ModelDeployment { Metadata = new() { Name = name, Namespace = "default" }, Spec = new() { Task = task, Model = new() { Pack = "selftest" } } });
        await _client.ApplyAsync(new V1EndpointSlice
        {
            Metadata = new() { Name = $"{name}-bench", Namespace = "default", Labels = new Dictionary<string, string> { ["argus.dev/deployment"] = name, ["argus.dev/variant"] = "stable" } },
            AddressType = "IPv4",
            Endpoints = [new V1Endpoint { Addresses = ["127.0.0.1"], Conditions = new() { Ready = true } }],
            Ports = [new() { Name = "http", Port = pod, Protocol = "TCP" }],
        });
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using var loop = new EndToEnd.HttpLoop(Port, Id, request, 1);
                loop.Ask(0);
                return;
            }
            catch (Exception e) when (e is IOException or SocketException && attempt < 300)
            {
                // It starts, or has not heard of the route yet.
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    // A kind that was just declared is served a moment later.
    private async Task ApplyAsync(ModelDeployment deployment)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await _client.ApplyAsync(deployment);
                return;
            }
            catch (KubernetesException e) when (e.IsNotFound && attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _cluster.TerminateAsync();
        await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A port that nobody has.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
