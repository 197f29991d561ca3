using System.Net;
using System.Net.Sockets;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Video;

/// <summary>The model server as a process of its own, with the default pack.</summary>
internal sealed class RealModel : IAsyncDisposable
{
    private readonly ProgramRun _program;

    private RealModel(int port)
    {
        Url = new Uri($"http://127.0.0.1:{port}");
        _program = new ProgramRun("Argus.ModelServer", [], new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = $"{port}",
            ["ARGUS_PACK"] = "yunet-mobilefacenet",
            ["ARGUS_MODEL_PATH"] = TestData.At("models"),
            ["MODEL_CACHE_DIR"] = Path.Combine(Path.GetTempPath(), $"argus-tests-{Environment.UserName}"),
            ["LOG_LEVEL"] = "INFO",
        });
    }

    public Uri Url { get; }

    public static async Task<RealModel> StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var model = new RealModel(port);
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        // Nothing tells when it listens; it is asked until it answers.
        while (!await IsReadyAsync(http, model.Url, limit.Token))
            Assert.False(model._program.HasExited, model._program.ToString());
        return model;
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri url, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url, "/health/ready"), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            await Task.Yield();
            return false;
        }
    }
}
