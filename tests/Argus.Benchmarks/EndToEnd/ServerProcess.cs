using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Argus.Testing;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>The built model server as its users start it, on a free port of loopback.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="pack">Name or path of the pack.</param>
    public ServerProcess(string pack)
    {
        Port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(TestData.Repository, "artifacts", "bin", "Argus.ModelServer", "release", "Argus.ModelServer.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["HOST"] = "127.0.0.1",
                ["PORT"] = Port.ToString(),
                ["ARGUS_PACK"] = pack,
                ["ARGUS_MODEL_PATH"] = TestData.At("models"),
                ["LOG_LEVEL"] = "WARNING",
            },
        };
        long begin = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, e) => Console.Error.WriteLine(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient();
        while (!Ready(client))
        {
            if (_process.WaitForExit(10))
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}.");
        }

        ReadySeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    public int Port { get; }

    public int Id => _process.Id;

    /// <summary>From start to the first 200 of /health/ready.</summary>
    public double ReadySeconds { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private bool Ready(HttpClient client)
    {
        try
        {
            return client.GetAsync($"http://127.0.0.1:{Port}/health/ready").GetAwaiter().GetResult().StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
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
