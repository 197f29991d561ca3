using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Benchmarks.Cluster;

/// <summary>A local cluster with our kinds, one pack and the operator, each a process, in a temporary folder.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private static readonly ResourceType Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false);
    private readonly DirectoryInfo _folder;

    private BenchCluster(DirectoryInfo folder, ProgramRun server, string kubeconfig)
    {
        (_folder, Server) = (folder, server);
        Client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig), new KubernetesClientOptions { FieldManager = "bench" }, TimeProvider.System);
        Operator = new ProgramRun("Argus.Operator", [], new Dictionary<string, string>
        {
            ["KUBECONFIG"] = kubeconfig,
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "0",
            ["LOG_LEVEL"] = "WARNING",
            // As it is installed.
            ["DOTNET_GCgen0size"] = "0x400000",
            ["ARGUS_POD_MODEL_PATH"] = TestData.At("models"),
        });
    }

    public ProgramRun Server { get; }

    public ProgramRun Operator { get; }

    public KubernetesClient Client { get; }

    /// <param name="node">Whether pods run.</param>
    public static async Task<BenchCluster> StartAsync(bool node)
    {
        var folder = Directory.CreateTempSubdirectory("argus-bench-");
        string kubeconfig = Path.Combine(folder.FullName, "kubeconfig");
        string[] arguments = ["--data-dir", Path.Combine(folder.FullName, "data"), "--kubeconfig", kubeconfig, "--port", "0"];
        arguments = node ? [.. arguments, "--image", $"argus/model-server={ProgramRun.PathOf("Argus.ModelServer")}"] : [.. arguments, "--no-node"];
        var server = new ProgramRun("Argus.LocalCluster", arguments, new Dictionary<string, string>());
        await server.UntilFileAsync(kubeconfig);
        var cluster = new BenchCluster(folder, server, kubeconfig);
        var force = new ApplyOptions { Force = true };
        foreach (string kind in (string[])["modelpacks", "modeldeployments"])
            await cluster.Client.Resource(Definitions).ApplyAsync($"{kind}.argus.dev", null, File.ReadAllBytes(Path.Combine(TestData.Repository, "crds", $"{kind}.yaml")), force);
        // The operator's Lease lies there.
        await cluster.Client.ApplyAsync(new V1Namespace { Metadata = new() { Name = "argus" } }, force);
        byte[] pack = File.ReadAllBytes(Path.Combine(TestData.Repository, "models", "yunet-mobilefacenet", "pack.yaml"));
        await cluster.Client.ApplyAsync<ModelPack>("yunet-mobilefacenet", null, pack, force);
        return cluster;
    }

    /// <summary>Applies a ModelDeployment of the default pack.</summary>
    public Task ApplyAsync(string name) => Client.ApplyAsync(new ModelDeployment
    {
        Metadata = new() { Name = name, Namespace = "default" },
        Spec = new() { Task = "face-analysis", Model = new() { Pack = "yunet-mobilefacenet" } },
    });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Operator.DisposeAsync();
        // Its pods end with it only where it is told to end.
        await Server.TerminateAsync();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
