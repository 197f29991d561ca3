using System.Net;
using System.Net.Sockets;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Cli.Tests.Remote;

/// <summary>The model server as a process, with the self-test pack.</summary>
public sealed class ModelServerRun : IAsyncLifetime
{
    private ProgramRun? _program;

    public static string Face { get; } = Path.Combine(TestData.Repository, "models", "selftest", "face.png");

    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        int port = FreePort();
        Address = $"127.0.0.1:{port}";
        _program = new ProgramRun("Argus.ModelServer", [], new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = $"{port}",
            ["ARGUS_PACK"] = Path.GetDirectoryName(Face)!,
            ["LOG_LEVEL"] = "INFO",
        });
        await _program.UntilLineAsync(line => line.Contains("Ready: pack"));
        // The models are loaded beside the listener and may be there first; nothing tells when it listens.
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
        while (!await AnswersAsync(http))
            await Task.Yield();
    }

    public Task DisposeAsync() => _program!.DisposeAsync().AsTask();

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_program!.HasExited)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
