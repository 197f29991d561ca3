using System.Net;
using System.Net.Sockets;
using Argus.Gateway.Routing;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Gateway.Tests.Running;

/// <summary>A real model server as a process: with real models where they are, else with the pack that finds its drawn face.</summary>
public sealed class FaceServer : IAsyncLifetime
{
    private ProgramRun? _program;

    /// <summary>A picture with faces for it.</summary>
    public static string Photo { get; } = TestData.Root is null ? DrawnFace : TestData.At("photos", "t1.jpg");

    /// <summary>The face of the pack <c>selftest</c>.</summary>
    public static string DrawnFace => Path.Combine(TestData.Repository, "models", "selftest", "face.png");

    internal Address Address { get; private set; }

    public async Task InitializeAsync()
    {
        Address = new Address("127.0.0.1", FreePort());
        string pack = TestData.Root is null ? Path.Combine(TestData.Repository, "models", "selftest") : Path.Combine(TestData.Repository, "tests", "packs", "det500m-mobilefacenet.yaml");
        _program = Start(Address.Port, pack);
        await UntilItAnswersAsync(_program, Address);
    }

    public async Task DisposeAsync() => await _program!.DisposeAsync();

    /// <summary>Starts one.</summary>
    internal static ProgramRun Start(int port, string pack) => new("Argus.ModelServer", [], new Dictionary<string, string>
    {
        ["HOST"] = "127.0.0.1",
        ["PORT"] = $"{port}",
        ["ARGUS_PACK"] = pack,
        ["ARGUS_ACCEPT_LICENSE"] = "insightface-non-commercial",
        ["ARGUS_MODEL_PATH"] = TestData.Root is null ? "" : TestData.At("models"),
        ["LOG_LEVEL"] = "INFO",
    });

    internal static async Task UntilItAnswersAsync(ProgramRun program, Address address)
    {
        await program.UntilLineAsync(l => l.Contains("Ready: pack", StringComparison.Ordinal));
        using var http = new HttpClient();
        // The models may be there before the listener; nothing tells when it listens.
        while (!await AnswersAsync(http, address) && !program.HasExited)
            await Task.Yield();
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Address address)
    {
        try
        {
            using var response = await http.GetAsync($"http://{address}/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
