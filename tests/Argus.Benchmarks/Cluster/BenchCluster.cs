using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Testing;

namespace Argus.Benchmarks.Cluster;

/// <summary>A local cluster with our kinds, one pack and the operator, each a process, in a temporary folder.</summary>
internal sealed class BenchCluster : IDisposable
{
    private static readonly ResourceType Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argus-bench-");

    private BenchCluster(bool node)
    {
        string kubeconfig = Path.Combine(_folder.FullName, "kubeconfig");
        string[] arguments = ["--data-dir", Path.Combine(_folder.FullName, "data"), "--kubeconfig", kubeconfig, "--port", "0"];
        arguments = node ? [.. arguments, "--image", $"argus/model-server={BuiltProcess.PathOf("Argus.ModelServer")}"] : [.. arguments, "--no-node"];
        Server = new BuiltProcess("Argus.LocalCluster", Path.Combine(_folder.FullName, "cluster.log"), arguments, []);
        while (!File.Exists(kubeconfig))
        {
            if (Server.HasExitedWithin(TimeSpan.FromMilliseconds(10)))
                throw new InvalidOperationException(File.ReadAllText(Path.Combine(_folder.FullName, "cluster.log")));
        }

        Client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig), new KubernetesClientOptions { FieldManager = "bench" }, TimeProvider.System);
        Operator = new BuiltProcess("Argus.Operator", Path.Combine(_folder.FullName, "operator.log"), [], new()
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

    public BuiltProcess Server { get; }

    public BuiltProcess Operator { get; }

    public KubernetesClient Client { get; }

    /// <param name="node">Whether pods run.</param>
    public static async Task<BenchCluster> StartAsync(bool node)
    {
        var cluster = new BenchCluster(node);
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

    public void Dispose()
    {
        Client.Dispose();
        Operator.Dispose();
        Server.Dispose();
        _folder.Delete(recursive: true);
    }
}
