using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Argus.Cli.Hosting;

namespace Argus.Cli.Server;

/// <summary>Starts the model server as a process of its own and waits until it answers.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private readonly Process _process;
    private readonly TimeProvider _time;

    private ServerProcess(Process process, RunningServer server, TimeProvider time) => (_process, Server, _time) = (process, server, time);

    /// <summary>What was started.</summary>
    public RunningServer Server { get; }

    /// <summary>The port asked for, a free one where that is 0, or null where another program has it.</summary>
    public static int? FreePort(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
        finally
        {
            listener.Dispose();
        }
    }

    /// <summary>Starts the server on loopback, its output in the log file, and remembers it.</summary>
    /// <param name="pack">Name of the pack, for <c>status</c>.</param>
    /// <param name="port">A free port.</param>
    /// <param name="environment">Settings, by the server's environment names.</param>
    /// <param name="time">The clock.</param>
    public static ServerProcess Start(string pack, int port, IReadOnlyDictionary<string, string> environment, TimeProvider time)
    {
        KeyValuePair<string, string>[] settings = [new("HOST", IPAddress.Loopback.ToString()), new("PORT", port.ToString()), .. environment];
        Process process = BackgroundProcess.Start(Clone.Program("Argus.ModelServer"), [], RunningServer.LogPath, settings);
        var server = new RunningServer(process.Id, LinuxProcess.StartTicks(process.Id) ?? 0, new Uri($"http://127.0.0.1:{port}"), pack, time.GetUtcNow());
        server.Save();
        return new ServerProcess(process, server, time);
    }

    /// <summary>Waits until the server is ready.</summary>
    /// <returns>Null, or a sentence when it ended or did not become ready within <paramref name="patience"/>.</returns>
    public async Task<string?> WaitUntilReadyAsync(HttpClient http, TimeSpan patience, CancellationToken cancel)
    {
        long since = _time.GetTimestamp();
        while (_time.GetElapsedTime(since) < patience)
        {
            if (_process.HasExited)
                return $"The model server ended at start with exit code {_process.ExitCode}.";
            if (await IsReadyAsync(http, cancel))
                return null;
            // Another process cannot signal us: asking is the only way.
            await Task.Delay(PollInterval, _time, cancel);
        }

        return $"The model server was not ready within {patience.TotalSeconds:0} seconds.";
    }

    /// <summary>Waits until the server ends.</summary>
    public Task WaitForExitAsync(CancellationToken cancel) => _process.WaitForExitAsync(cancel);

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
