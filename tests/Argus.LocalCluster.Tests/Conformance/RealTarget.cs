using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Tests.Kubectl;

namespace Argus.LocalCluster.Tests.Conformance;

/// <summary>The server behind a kubeconfig, through <c>kubectl proxy</c>, which knows every way to log in.</summary>
internal sealed class RealTarget : IApiTarget
{
    private readonly Process _proxy;
    private readonly HttpClient _http;

    private RealTarget(Process proxy, HttpClient http) => (_proxy, _http) = (proxy, http);

    /// <summary>Path of the kubeconfig of a real cluster, or null.</summary>
    public static string? Kubeconfig => Environment.GetEnvironmentVariable("KUBECONFIG_CONFORMANCE") ?? Environment.GetEnvironmentVariable("KUBECONFIG");

    public static async Task<RealTarget> StartAsync()
    {
        var start = new ProcessStartInfo(KubectlRun.Path ?? "kubectl", $"--kubeconfig {Kubeconfig} proxy --port=0 --reject-methods=^$") { RedirectStandardOutput = true };
        var proxy = Process.Start(start)!;
        string line = await proxy.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("kubectl proxy did not start.");
        return new RealTarget(proxy, new HttpClient { BaseAddress = new Uri("http://" + line[(line.LastIndexOf(' ') + 1)..]) });
    }

    public async Task<(int Code, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        using var response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : text);
    }

    public Task<Stream> WatchAsync(string path) => _http.GetStreamAsync(path);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _proxy.Kill();
        await _proxy.WaitForExitAsync();
        _proxy.Dispose();
    }
}
