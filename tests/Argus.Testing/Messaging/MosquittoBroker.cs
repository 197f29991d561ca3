using System.Net;
using System.Net.Sockets;
using Argus.Testing.Processes;

namespace Argus.Testing.Messaging;

/// <summary>A Mosquitto on a port of loopback for one test; it can be killed and started again.</summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argus-mosquitto-").FullName;
    private ProgramRun? _program;

    private MosquittoBroker() => Port = FreePort();

    public int Port { get; }

    /// <param name="settings">Further lines of its configuration; without any, it lets everybody in.</param>
    public static async Task<MosquittoBroker> StartAsync(params string[] settings)
    {
        var broker = new MosquittoBroker();
        string[] lines = [$"listener {broker.Port} 127.0.0.1", "persistence false", "log_dest stderr", "user root", .. settings.Length > 0 ? settings : ["allow_anonymous true"]];
        await File.WriteAllLinesAsync(broker.Configuration, lines);
        await broker.StartAgainAsync();
        return broker;
    }

    public async Task StartAgainAsync()
    {
        _program = ProgramRun.OfMachine(DebianProgram.Mosquitto.Path, "-v", "-c", Configuration);
        await _program.UntilLineAsync(line => line.EndsWith("running", StringComparison.Ordinal));
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public Task KillAsync() => _program!.KillAsync();

    /// <summary>What it logs.</summary>
    public Task UntilLineAsync(Func<string, bool> wanted) => _program!.UntilLineAsync(wanted);

    /// <summary>mosquitto_sub, a client that shares no code of ours: it writes TOPIC, a space and BODY for each message. It is subscribed when this returns.</summary>
    public async Task<ProgramRun> SubscribeAsync(string topics)
    {
        // Into a pipe it would write nothing before its buffer is full.
        var run = ProgramRun.OfMachine("/usr/bin/stdbuf", "-oL", DebianProgram.MosquittoSub.Path, "-p", $"{Port}", "-q", "1", "-t", topics, "-v", "-d");
        await run.UntilLineAsync(line => line.StartsWith("Subscribed", StringComparison.Ordinal));
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Configuration => Path.Combine(_folder, "mosquitto.conf");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
