using Argus.Testing.Processes;

namespace Argus.Operator.Tests.Faults;

/// <summary>The operator as a process, behind a proxy of its own.</summary>
internal sealed class OperatorRun : IAsyncDisposable
{
    private static int Runs;

    private OperatorRun(string name, FaultProxy proxy, ProgramRun process, string host) => (Name, Proxy, Process, Host) = (name, proxy, process, host);

    public string Name { get; }

    public FaultProxy Proxy { get; }

    public ProgramRun Process { get; }

    /// <summary>Address of its ports.</summary>
    public string Host { get; }

    /// <summary>The end of its log, for a person.</summary>
    public string LastWords => string.Join('\n', Process.Lines.TakeLast(15).Select(line => line.Length > 400 ? line[..400] : line));

    /// <param name="name">Who it is.</param>
    /// <param name="kubeconfig">Where its proxy is.</param>
    /// <param name="proxy">Its proxy, open.</param>
    /// <param name="environment">Settings beside those that all have.</param>
    public static OperatorRun Start(string name, string kubeconfig, FaultProxy proxy, IReadOnlyDictionary<string, string>? environment = null)
    {
        // Ports are fixed, so that addresses must not be: other test runs may be on this machine.
        int process = Environment.ProcessId;
        string host = $"127.{200 + process % 50}.{process / 50 % 250}.{Interlocked.Increment(ref Runs)}";
        var settings = new Dictionary<string, string>
        {
            ["KUBECONFIG"] = kubeconfig,
            ["HOST"] = host,
            ["POD_NAME"] = name,
            ["ARGUS_LEADER_ELECTION"] = "false",
            ["ARGUS_POD_MODEL_PATH"] = "",
        };
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
            settings[variable] = value;
        return new OperatorRun(name, proxy, new ProgramRun("Argus.Operator", [], settings), host);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
