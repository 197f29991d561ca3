using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Running;

/// <summary>The built server as a process of its own, so that it can be measured, stopped and killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(int port, string pack, IEnumerable<KeyValuePair<string, string>> environment)
    {
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Argus.ModelServer.dll")]) { RedirectStandardOutput = true };
        start.Environment["HOST"] = "127.0.0.1";
        start.Environment["PORT"] = $"{port}";
        start.Environment["ARGUS_PACK"] = pack;
        start.Environment["ARGUS_ACCEPT_LICENSE"] = "insightface-non-commercial";
        start.Environment["LOG_LEVEL"] = "INFO";
        if (TestData.Root is not null)
            start.Environment["ARGUS_MODEL_PATH"] = TestData.At("models");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
    }

    /// <summary>Real faces where the test data is there, drawn ones where not.</summary>
    public static string UsualPack { get; } = TestData.Root is null ? RunningServer.SelftestFolder : ReferencePack("det500m-mobilefacenet");

    /// <summary>A picture with a face for <see cref="UsualPack"/>.</summary>
    public static byte[] UsualFace { get; } = TestData.Root is null ? Bodies.Face : File.ReadAllBytes(TestData.At("photos", "obama_small_320x240.jpg"));

    public int Port { get; }

    public HttpClient Http { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Resident memory now.</summary>
    public double ResidentMegabytes => Megabytes("VmRSS:");

    /// <summary>The most resident memory so far.</summary>
    public double PeakMegabytes => Megabytes("VmHWM:");

    /// <summary>Path of a manifest under tests/packs.</summary>
    public static string ReferencePack(string name) => Path.Combine(TestData.Repository, "tests", "packs", name + ".yaml");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it, and returns when it answers that it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string pack, int? port = null, params (string Name, string Value)[] environment)
    {
        var server = new ServerProcess(port ?? FreePort(), pack, environment.Select(e => KeyValuePair.Create(e.Name, e.Value)));
        await server._ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
        // The models are loaded beside the listener and may be there first; nothing tells when it listens.
        while (!await server.AnswersAsync())
            await Task.Yield();
        return server;
    }

    /// <summary>The value of a metric that has no labels.</summary>
    public async Task<double> MetricAsync(string name)
    {
        string page = await Http.GetStringAsync("/metrics");
        string line = page.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
    }

    /// <summary>Work under way and waiting.</summary>
    public async Task<(double InFlight, double Queued)> WorkAsync() =>
        (await MetricAsync("argus_inference_in_flight"), await MetricAsync("argus_inference_queue_length"));

    /// <summary>Returns when that much work is under way or waiting: only the metrics tell.</summary>
    public async Task WorkIsAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await WorkAsync() is var (inFlight, queued) && inFlight + queued != count)
            limit.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Sends a signal by its name.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end and gives the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using var cancel = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(cancel.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await Http.GetAsync("/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_process.HasExited)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            _ready.TrySetException(new InvalidOperationException("The server ended before it was ready."));
        else if (line.Contains("Ready: pack", StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    private double Megabytes(string field) => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(l => l.StartsWith(field, StringComparison.Ordinal))
        .Select(l => double.Parse(l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();
}
