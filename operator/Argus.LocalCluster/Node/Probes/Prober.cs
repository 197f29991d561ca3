using System.Net.Security;
using System.Net.Sockets;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Containers;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Node.Probes;

/// <summary>Asks a container how it is, and runs its lifecycle hooks.</summary>
internal sealed class Prober : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public Prober(TimeProvider time)
    {
        _time = time;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromSeconds(1),
#pragma warning disable CA5359 // A probe asks whether the server answers, not who it is.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("kube-probe/1.36");
    }

    public Task<ProbeResult> ProbeAsync(V1Probe probe, RunningContainer container, CancellationToken cancel)
    {
        var limit = Seconds.Wait(probe.TimeoutSeconds ?? 1);
        if (probe.HttpGet is { } http)
            return TimedAsync(token => HttpAsync(http, container, token), limit, cancel);
        if (probe.TcpSocket is { } tcp)
            return TimedAsync(token => TcpAsync(tcp.Host, tcp.Port, container, token), limit, cancel);
        if (probe.Exec is { } exec)
            return TimedAsync(token => ExecAsync(exec, container, token), limit, cancel);
        return Task.FromResult(ProbeResult.Failure("this kind of probe is not supported here: use httpGet, tcpSocket or exec"));
    }

    /// <summary>Runs a hook for as long as it takes.</summary>
    public async Task<ProbeResult> RunAsync(V1LifecycleHandler hook, RunningContainer container, CancellationToken cancel)
    {
        if (hook.Sleep is { } sleep)
        {
            await Task.Delay(Seconds.Wait(sleep.Seconds), _time, cancel);
            return ProbeResult.Fine;
        }

        if (hook.HttpGet is { } http)
            return await HttpAsync(http, container, cancel);
        return hook.Exec is { } exec ? await ExecAsync(exec, container, cancel) : ProbeResult.Fine;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<ProbeResult> TimedAsync(Func<CancellationToken, Task<ProbeResult>> ask, TimeSpan limit, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ProbeResult.Failure($"no answer within {limit.TotalSeconds}s");
        }
    }

    private async Task<ProbeResult> HttpAsync(V1HttpGetAction action, RunningContainer container, CancellationToken cancel)
    {
        if (Port(action.Port, container) is not { } port)
            return ProbeResult.Failure($"couldn't find port: {action.Port}");
        string path = action.Path is { Length: > 0 } given ? given : "/";
        string scheme = string.Equals(action.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        if (!Uri.TryCreate($"{scheme}://{action.Host ?? container.Address}:{port}{(path[0] == '/' ? "" : "/")}{path}", UriKind.Absolute, out var uri))
            return ProbeResult.Failure($"not a path: {path}");
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        foreach (var header in action.HttpHeaders ?? [])
        {
            if (string.Equals(header.Name, "Host", StringComparison.OrdinalIgnoreCase))
                request.Headers.Host = header.Value;
            else
                request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return (int)answer.StatusCode is >= 200 and < 400
                ? ProbeResult.Fine
                : ProbeResult.Failure($"HTTP probe failed with statuscode: {(int)answer.StatusCode}");
        }
        catch (HttpRequestException error)
        {
            return ProbeResult.Failure($"Get \"{uri}\": {error.Message}");
        }
    }

    private static async Task<ProbeResult> TcpAsync(string? host, IntOrString wanted, RunningContainer container, CancellationToken cancel)
    {
        if (Port(wanted, container) is not { } port)
            return ProbeResult.Failure($"couldn't find port: {wanted}");
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(host ?? container.Address, port, cancel);
            return ProbeResult.Fine;
        }
        catch (SocketException error)
        {
            return ProbeResult.Failure($"dial tcp {host ?? container.Address}:{port}: {error.Message}");
        }
    }

    private static async Task<ProbeResult> ExecAsync(V1ExecAction action, RunningContainer container, CancellationToken cancel)
    {
        var (code, output) = await ContainerExec.RunAsync(container, action.Command ?? [], cancel);
        return code == 0 ? ProbeResult.Fine : ProbeResult.Failure(output.Length > 0 ? output : $"command ended with exit code {code}");
    }

    private static int? Port(IntOrString port, RunningContainer container) =>
        port.Number ?? (int.TryParse(port.Text, out int number) ? number : container.Spec.Ports?.FirstOrDefault(named => named.Name == port.Text)?.ContainerPort);
}
