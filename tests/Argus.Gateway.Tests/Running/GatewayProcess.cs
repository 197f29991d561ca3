using Argus.Gateway.Routing;
using Argus.Kube.Api.Argus;
using Argus.Testing.Processes;

namespace Argus.Gateway.Tests.Running;

/// <summary>The gateway as a process, with an API server that knows one deployment.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argus-gateway-").FullName;
    private readonly ApiServer _api;

    private GatewayProcess(ApiServer api, IReadOnlyDictionary<string, string> environment)
    {
        _api = api;
        int port = FaceServer.FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        string kubeconfig = Path.Combine(_folder, "kubeconfig");
        File.WriteAllText(
            kubeconfig,
            $"apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [{{name: x, cluster: {{server: '{api.Address}'}}}}]\nusers: [{{name: x, user: {{}}}}]\ncontexts: [{{name: x, context: {{cluster: x, user: x}}}}]\n");
        var all = new Dictionary<string, string>
        {
            ["KUBECONFIG"] = kubeconfig,
            ["HOST"] = "127.0.0.1",
            ["PORT"] = $"{port}",
            ["ARGUS_ADMIN_PORT"] = "0",
            ["ARGUS_ACCESS_LOG"] = "off",
            ["LOG_LEVEL"] = "INFO",
        };
        foreach (var (name, value) in environment)
            all[name] = value;
        Program = new ProgramRun("Argus.Gateway", [], all);
    }

    public Uri Address { get; }

    public ProgramRun Program { get; }

    /// <summary>Starts it, and waits until it sends requests to the pod.</summary>
    public static async Task<GatewayProcess> StartAsync(ModelDeployment deployment, Address pod, IReadOnlyDictionary<string, string> environment)
    {
        var api = await ApiServer.StartAsync();
        api.Put(deployment);
        api.Put(Given.Slice(deployment.Metadata.Name!, [pod]));
        var gateway = new GatewayProcess(api, environment);
        await gateway.Program.UntilLineAsync(l => l.Contains("routes to 1 pods", StringComparison.Ordinal));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = gateway.Address };
        // The routes may be there before the listener; nothing tells when it listens.
        while (!await AnswersAsync(http) && !gateway.Program.HasExited)
            await Task.Yield();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync("/health/live");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
