using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Operator.Tests.Faults;

/// <summary>The local cluster as a process that can be killed, with our kinds and the self-test pack, and operators behind proxies.</summary>
internal sealed partial class FaultCluster : IAsyncDisposable
{
    public const string Pack = "selftest";

    /// <summary>As the pack, with another detector.</summary>
    public const string OtherPack = "selftest-2";

    /// <summary>A pack that cannot tell what a whole picture shows.</summary>
    public const string FacesPack = "yunet-mobilefacenet";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ResourceType Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false);
    private static readonly ApplyOptions Force = new() { Force = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("argus-faults-");
    private readonly List<OperatorRun> _operators = [];
    private readonly bool _node;
    private readonly string _server;
    private ProgramRun? _process;
    private string _port = "0";

    private FaultCluster(bool node, string server) => (_node, _server) = (node, server);

    /// <summary>What operators asked of the API server.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>With the rights of a user, past all proxies.</summary>
    public KubernetesClient Client { get; private set; } = null!;

    public string Kubeconfig => Path.Combine(_folder.FullName, "kubeconfig");

    /// <param name="node">Whether pods run.</param>
    /// <param name="server">The program that runs in pods of ModelDeployments: a stand-in, or the model server itself.</param>
    /// <param name="kinds">Kinds of ours that are installed.</param>
    public static async Task<FaultCluster> StartAsync(bool node = false, string server = "Argus.StandIn", params IEnumerable<string> kinds)
    {
        var cluster = new FaultCluster(node, server);
        await cluster.RunAsync();
        foreach (string kind in (string[])["modelpacks", "modeldeployments", .. kinds])
            await cluster.Client.Resource(Definitions).ApplyAsync($"{kind}.argus.dev", null, await File.ReadAllBytesAsync(Path.Combine(TestData.Repository, "crds", $"{kind}.yaml")), Force);
        await cluster.CreateNamespaceAsync("argus");
        string pack = await File.ReadAllTextAsync(Path.Combine(TestData.Repository, "models", Pack, "pack.yaml"));
        await cluster.ApplyPackAsync(Pack, pack);
        await cluster.ApplyPackAsync(OtherPack, pack.Replace($"name: {Pack}\n", $"name: {OtherPack}\n", StringComparison.Ordinal).Replace("sha256: 6b", "sha256: 6c", StringComparison.Ordinal));
        await cluster.ApplyPackAsync(FacesPack, await File.ReadAllTextAsync(Path.Combine(TestData.Repository, "models", FacesPack, "pack.yaml")));
        return cluster;
    }

    /// <summary>Starts the process on the data that is there.</summary>
    /// <param name="isElsewhere">Whether it takes another port than it had.</param>
    public async Task RunAsync(bool isElsewhere = false)
    {
        File.Delete(Kubeconfig);
        string[] node = ["--image", $"argus/model-server={ProgramRun.PathOf(_server)}", "--image", $"argus/operator={ProgramRun.PathOf("Argus.Operator")}", "--host-path", Path.Combine(TestData.Repository, "models")];
        _process = new ProgramRun(
            "Argus.LocalCluster",
            ["--data-dir", Path.Combine(_folder.FullName, "data"), "--kubeconfig", Kubeconfig, "--port", isElsewhere ? "0" : _port, .. _node ? node : ["--no-node"]],
            new Dictionary<string, string>());
        await _process.UntilFileAsync(Kubeconfig);
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig);
        _port = $"{configuration.Host.Port}";
        Client?.Dispose();
        Client = new KubernetesClient(configuration, new KubernetesClientOptions { FieldManager = "test" }, TimeProvider.System);
    }

    /// <summary>As <c>kill -9</c>: no connection is closed in order, and pods go on.</summary>
    public Task KillAsync() => _process!.KillAsync();

    public Task CreateNamespaceAsync(string name) => Client.ApplyAsync(new V1Namespace { Metadata = new() { Name = name } }, Force);

    private Task ApplyPackAsync(string name, string yaml) => Client.ApplyAsync<ModelPack>(name, null, Encoding.UTF8.GetBytes(yaml), Force);

    /// <summary>A proxy that is open.</summary>
    public async Task<FaultProxy> OpenProxyAsync(string name)
    {
        var proxy = new FaultProxy(name, Client.Configuration.Host, Traffic);
        await proxy.OpenAsync();
        return proxy;
    }

    /// <summary>Starts an operator behind a proxy, a new one where none is given.</summary>
    public async Task<OperatorRun> StartOperatorAsync(string name, FaultProxy? proxy = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        proxy ??= await OpenProxyAsync(name);
        string path = Path.Combine(_folder.FullName, $"{name}.kubeconfig");
        string text = Server().Replace(await File.ReadAllTextAsync(Kubeconfig), $"server: {proxy.Address.ToString().TrimEnd('/')}");
        await File.WriteAllTextAsync(path, Authority().Replace(text, ""));
        var run = OperatorRun.Start(name, path, proxy, environment);
        _operators.Add(run);
        return run;
    }

    /// <summary>Applies a ModelDeployment of the self-test pack.</summary>
    public Task ApplyAsync(string name, string ns = "default", Func<ModelDeploymentSpec, ModelDeploymentSpec>? change = null)
    {
        var spec = new ModelDeploymentSpec { Task = ModelTasks.FaceAnalysis, Model = new() { Pack = Pack } };
        return Client.ApplyAsync(new ModelDeployment { Metadata = new() { Name = name, Namespace = ns }, Spec = change?.Invoke(spec) ?? spec }, Force);
    }

    /// <summary>Waits until a ModelDeployment is in a state; the server may go and come meanwhile.</summary>
    public async Task<ModelDeployment> UntilAsync(string name, Func<ModelDeployment, bool> condition, string ns = "default")
    {
        using var limit = new CancellationTokenSource(Patience);
        ModelDeployment? last = null;
        while (true)
        {
            try
            {
                await foreach (var change in Client.WatchAsync<ModelDeployment>(ns, cancellationToken: limit.Token))
                {
                    if (change.Object is not { } found || found.Metadata.Name != name)
                        continue;
                    last = found;
                    if (condition(found))
                        return found;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or KubernetesException or TimeoutException)
            {
                // The client waits between its tries.
            }
            catch (OperationCanceledException)
            {
                string status = JsonSerializer.Serialize(last?.Status, ArgusJson.Default.ModelDeploymentStatus);
                throw new TimeoutException($"{ns}/{name} stays {status}\n{string.Join('\n', _operators.Select(o => $"{o.Name}:\n{o.LastWords}"))}");
            }
        }
    }

    /// <summary>Waits until the Ready condition has a reason.</summary>
    public Task<ModelDeployment> UntilReasonAsync(string name, string reason, string ns = "default") =>
        UntilAsync(name, m => ReadyOf(m)?.Reason == reason && m.Status?.ObservedGeneration == m.Metadata.Generation, ns);

    public static Argus.Kube.Api.Meta.V1Condition? ReadyOf(ModelDeployment resource) => resource.Status?.Conditions?.FirstOrDefault(c => c.Type == ConditionTypes.Ready);

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _operators)
            await run.DisposeAsync();
        if (_node && _process is { HasExited: true })
            await RunAsync();
        if (_node)
            await _process!.TerminateAsync();
        await _process!.DisposeAsync();
        Client.Dispose();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"server: \S+")]
    private static partial Regex Server();

    [GeneratedRegex(@"\n *certificate-authority-data: \S+")]
    private static partial Regex Authority();
}
