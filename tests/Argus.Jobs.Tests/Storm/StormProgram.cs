using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Storm;

/// <summary>The program as a process that is started again whenever it ends, as a kubelet does.</summary>
internal sealed class StormProgram : IAsyncDisposable
{
    // Killed; and at its start without its database, which it says and leaves it to be started again.
    private static readonly int[] Allowed = [137, 3];

    private readonly string _name;
    private readonly Dictionary<string, string> _environment;
    private readonly List<string> _strange = [];
    private readonly Task _keeping;
    private volatile ProgramRun _run;
    private volatile bool _ends;

    /// <param name="name">For messages.</param>
    /// <param name="environment">Its settings.</param>
    public StormProgram(string name, Dictionary<string, string> environment)
    {
        (_name, _environment) = (name, environment);
        _run = Run();
        _keeping = KeepAsync();
    }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Ends of its own accord that have no good reason, with the last lines it wrote.</summary>
    public IReadOnlyList<string> Strange
    {
        get
        {
            lock (_strange)
                return [.. _strange];
        }
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        var run = _run;
        await run.KillAsync();
    }

    /// <summary>As <c>kill</c>, for the last time; waits for the end.</summary>
    public async Task TerminateAsync()
    {
        _ends = true;
        _run.Terminate();
        await _run.EndedAsync();
        await _keeping;
    }

    public async ValueTask DisposeAsync()
    {
        _ends = true;
        if (!_run.HasExited)
            await _run.KillAsync();
        await _keeping;
    }

    public override string ToString() => $"{_name}: {string.Join('\n', _run.Lines.TakeLast(20))}";

    private ProgramRun Run()
    {
        Starts++;
        return new("Argus.Jobs", [], _environment);
    }

    private async Task KeepAsync()
    {
        while (true)
        {
            await _run.EndedAsync();
            if (_ends)
                return;
            if (!Allowed.Contains(_run.ExitCode))
            {
                lock (_strange)
                    _strange.Add($"{_name} ended with {_run.ExitCode}: {string.Join('\n', _run.Lines.TakeLast(20))}");
            }

            _run = Run();
        }
    }
}
