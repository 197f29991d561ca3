using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argus.LocalCluster.Tests.Running;

/// <summary>A local cluster as a process of its own, which can be killed.</summary>
internal sealed partial class ClusterProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ClusterProcess(Process process, HttpClient http, string kubeconfig)
    {
        _process = process;
        Http = http;
        Kubeconfig = kubeconfig;
    }

    public HttpClient Http { get; }

    public string Kubeconfig { get; }

    public int Id => _process.Id;

    /// <summary>Starts on a free port, and waits until it listens: the kubeconfig is written then.</summary>
    /// <param name="folder">Data folder.</param>
    /// <param name="limitKiB">Largest file that the process may write, or null.</param>
    /// <param name="arguments">More of the command line.</param>
    public static async Task<ClusterProcess> StartAsync(string folder, int? limitKiB = null, string arguments = "")
    {
        string kubeconfig = Path.Combine(folder, "kubeconfig");
        Directory.CreateDirectory(folder);
        File.Delete(kubeconfig);
        string command = $"\"{Environment.ProcessPath}\" \"{typeof(ClusterApp).Assembly.Location}\" --data-dir \"{folder}\" --port 0 {arguments}";
        // Without the trap, a file that grows too large ends the process instead of failing the write; the runtime's own memory must not be a file.
        if (limitKiB is not null)
            command = $"export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f {limitKiB}; {command}";
        var start = new ProcessStartInfo("/bin/bash", ["-c", "exec 2>&1; " + (limitKiB is null ? "exec " : "") + command]) { RedirectStandardOutput = true };
        var output = new StringBuilder();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => output.AppendLine(e.Data);
        process.BeginOutputReadLine();
        using var watcher = new FileSystemWatcher(folder, "kubeconfig");
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => written.TrySetResult();
        watcher.Renamed += (_, _) => written.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(kubeconfig))
            await Task.WhenAny(written.Task, process.WaitForExitAsync()).WaitAsync(TimeSpan.FromSeconds(60));
        if (!File.Exists(kubeconfig))
            throw new InvalidOperationException($"The local cluster did not start: {output}");
        string text = await File.ReadAllTextAsync(kubeconfig);
        return new ClusterProcess(process, Client(Server().Match(text).Groups[1].Value, Secret().Match(text).Groups[1].Value), kubeconfig);
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
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>As <c>kill -9</c> of the process alone: the pods that it started go on.</summary>
    public async Task KillAloneAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As <c>kill</c>; returns once the process has ended.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
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
