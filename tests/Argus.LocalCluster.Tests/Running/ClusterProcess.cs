using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argus.Testing.Processes;

namespace Argus.LocalCluster.Tests.Running;

/// <summary>A local cluster as a process of its own, which can be killed.</summary>
internal sealed partial class ClusterProcess : IAsyncDisposable
{
    private readonly ProgramRun _program;

    private ClusterProcess(ProgramRun program, HttpClient http, string kubeconfig) => (_program, Http, Kubeconfig) = (program, http, kubeconfig);

    public HttpClient Http { get; }

    public string Kubeconfig { get; }

    /// <summary>Starts on a free port, and waits until it listens: the kubeconfig is written then.</summary>
    /// <param name="folder">Data folder.</param>
    /// <param name="limitKiB">Largest file that the process may write, or null.</param>
    /// <param name="arguments">More of the command line.</param>
    public static async Task<ClusterProcess> StartAsync(string folder, int? limitKiB = null, params string[] arguments)
    {
        string kubeconfig = Path.Combine(folder, "kubeconfig");
        Directory.CreateDirectory(folder);
        File.Delete(kubeconfig);
        // Without the trap, a file that grows too large ends the process instead of failing the write; the runtime's own memory must not be a file.
        // The shell counts in halves of a KiB.
        string before = limitKiB is null ? ":" : $"export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f {limitKiB * 2}";
        var program = new ProgramRun("Argus.LocalCluster", ["--data-dir", folder, "--port", "0", .. arguments], new Dictionary<string, string>(), before);
        await program.UntilFileAsync(kubeconfig);
        string text = await File.ReadAllTextAsync(kubeconfig);
        return new ClusterProcess(program, Client(Server().Match(text).Groups[1].Value, Secret().Match(text).Groups[1].Value), kubeconfig);
    }

    public async Task<(int Code, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        using var response = await Http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : text);
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public Task KillAsync() => _program.KillAsync(alone: false);

    /// <summary>As <c>kill -9</c> of the process alone: the pods that it started go on.</summary>
    public Task KillAloneAsync() => _program.KillAsync();

    /// <summary>As <c>kill</c>; returns once the process has ended.</summary>
    public Task TerminateAsync() => _program.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        if (!_program.HasExited)
            await KillAsync();
        await _program.DisposeAsync();
        Http.Dispose();
    }

    private static HttpClient Client(string server, string token) =>
        new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            BaseAddress = new Uri(server),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    [GeneratedRegex(@"server: (\S+)")]
    private static partial Regex Server();

    [GeneratedRegex(@"token: (\S+)")]
    private static partial Regex Secret();
}
