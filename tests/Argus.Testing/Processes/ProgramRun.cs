using System.Diagnostics;

namespace Argus.Testing.Processes;

/// <summary>A program of this build as a process of its own, with what it writes.</summary>
public sealed class ProgramRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Signal _written = new();
    private readonly List<string> _lines = [];

    /// <param name="project">Whose program.</param>
    /// <param name="arguments">Of the command line.</param>
    /// <param name="environment">Variables beside those of the test.</param>
    /// <param name="before">What the shell does before it becomes the program, such as to set a limit.</param>
    public ProgramRun(string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string before = ":")
        : this(["dotnet", PathOf(project), .. arguments], environment, before)
    {
    }

    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables beside those of the test.</param>
    /// <param name="before">What the shell does before it becomes the program.</param>
    public ProgramRun(IEnumerable<string> command, IReadOnlyDictionary<string, string> environment, string before = ":")
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec 2>&1; {before}; exec \"$@\"", "sh", .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.Exited += (_, _) => _written.Set();
        _process.Start();
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it has written, a line each.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>A program of this machine.</summary>
    public static ProgramRun OfMachine(string path, params IEnumerable<string> arguments) => new([path, .. arguments], new Dictionary<string, string>(), ":");

    /// <summary>Gives it lines to read.</summary>
    public async Task WriteAsync(params IEnumerable<string> lines)
    {
        foreach (string line in lines)
            await _process.StandardInput.WriteAsync(line + "\n");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>It has nothing more to read.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>The assembly of a program that was built with the tests.</summary>
    public static string PathOf(string project) =>
        Path.Combine(TestData.Repository, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, project + ".dll");

    /// <summary>Waits for a line that it writes; fails where it ends before.</summary>
    public Task UntilLineAsync(Func<string, bool> wanted) => _written.UntilAsync(
        () => Lines.Any(wanted) || (HasExited ? throw new InvalidOperationException($"It ended with {ExitCode}:\n{this}") : false),
        Patience,
        () => $"It did not write the line:\n{this}");

    /// <summary>Waits until all that it has written is enough; fails where it ends before.</summary>
    public Task UntilLinesAsync(Func<IReadOnlyList<string>, bool> enough) => _written.UntilAsync(
        () => enough(Lines) || (HasExited ? throw new InvalidOperationException($"It ended with {ExitCode}:\n{this}") : false),
        Patience,
        () => $"It did not write all:\n{this}");

    /// <summary>Waits until it has written a file; fails where it ends before.</summary>
    public async Task UntilFileAsync(string path)
    {
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Created += (_, _) => _written.Set();
        watcher.Renamed += (_, _) => _written.Set();
        watcher.EnableRaisingEvents = true;
        await _written.UntilAsync(
            () => File.Exists(path) || (HasExited ? throw new InvalidOperationException($"It ended with {ExitCode}:\n{this}") : false),
            StartPatience,
            () => $"It did not write {path}:\n{this}");
    }

    /// <summary>As <c>kill -9</c>.</summary>
    /// <param name="alone">False: of all that it started too.</param>
    public async Task KillAsync(bool alone = true)
    {
        _process.Kill(entireProcessTree: !alone);
        await ExitAsync();
    }

    /// <summary>As <c>kill</c>, waiting for the end.</summary>
    public async Task TerminateAsync()
    {
        Terminate();
        await ExitAsync();
    }

    /// <summary>As <c>kill</c>.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Id}"]);
        kill.WaitForExit();
    }

    public Task ExitAsync() => _process.WaitForExitAsync().WaitAsync(Patience);

    /// <summary>Waits for its end, however long that takes.</summary>
    public Task EndedAsync() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
            await KillAsync();
        _process.Dispose();
    }

    public override string ToString() => string.Join('\n', Lines);

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
        _written.Set();
    }
}
