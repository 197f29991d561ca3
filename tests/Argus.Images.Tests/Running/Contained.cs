using System.Diagnostics;
using Argus.Images.Tests.Dockerfiles;
using Argus.Testing.Processes;
using Argus.Testing.Users;

namespace Argus.Images.Tests.Running;

/// <summary>
/// A published program that runs as in its container, as far as that goes without an engine: as a user without rights, with the environment of
/// the image and no other, in an empty folder that it may not write, like every other but those that the image gives to it.
/// </summary>
internal sealed class Contained : IAsyncDisposable
{
    private const string Install = "/opt/argus";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int Count;

    private readonly Process _process;
    private readonly string _root;
    private readonly Signal _written = new();
    private readonly List<string> _lines = [];
    private readonly Task _read;

    private Contained(Process process, string root, string address)
    {
        (_process, _root, Address) = (process, root, address);
        _read = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>The loopback address that it listens on, its own.</summary>
    public string Address { get; }

    /// <summary>What it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public int ExitCode => _process.ExitCode;

    /// <param name="file">Whose image it is.</param>
    /// <param name="published">Its program.</param>
    /// <param name="environment">As by <c>docker run -e</c>.</param>
    /// <param name="writable">Folders of the container that the image or a volume gives to the user.</param>
    /// <param name="arguments">Of the program.</param>
    /// <param name="address">Where it listens, else an address of its own.</param>
    public static Contained Start(Dockerfile file, string published, Dictionary<string, string> environment, string[] writable, string[]? arguments = null, string? address = null)
    {
        string root = Directory.CreateTempSubdirectory("argus-container-").FullName;
        Open(root, (UnixFileMode)0b101_101_101);
        // Like every container it has its own address, so that the port of the image is free.
        address ??= $"127.99.{Environment.ProcessId % 250}.{Interlocked.Increment(ref Count)}";
        var variables = new Dictionary<string, string>(file.Final.Environment) { ["HOST"] = address, ["TMPDIR"] = root };
        foreach (var (name, value) in environment)
            variables[name] = value;
        foreach (string folder in writable)
            Open(Directory.CreateDirectory(root + folder).FullName, (UnixFileMode)0b111_111_111);

        string program = Path.Combine(published, Path.GetFileName(file.Project));
        string[] user = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={OrdinaryUser.Id}", $"--regid={OrdinaryUser.Id}", "--clear-groups", "--no-new-privs", "--inh-caps=-all", program]
            : [program];
        var start = new ProcessStartInfo("/usr/bin/env", ["-i", .. variables.Select(v => $"{v.Key}={Inside(v.Value, root, published)}"), .. user, .. arguments ?? []])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Contained(Process.Start(start)!, root, address);
    }

    /// <summary>Waits for words in what it writes; fails where it ends before.</summary>
    public Task UntilAsync(string words) => _written.UntilAsync(
        () => Output.Contains(words, StringComparison.Ordinal) || (_read.IsCompleted ? throw new InvalidOperationException($"It ended:\n{Output}") : false),
        Patience,
        () => $"It did not write {words}:\n{Output}");

    /// <summary>Waits for its end, and that it wrote all.</summary>
    public async Task EndAsync()
    {
        await Task.WhenAll(_process.WaitForExitAsync(), _read).WaitAsync(Patience);
    }

    /// <summary>As <c>docker stop</c>.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await EndAsync();
        _process.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    // Paths of the container stand for folders of this machine.
    private static string Inside(string value, string root, string published) =>
        value.StartsWith(Install, StringComparison.Ordinal) ? published + value[Install.Length..]
        : value.StartsWith("/app", StringComparison.Ordinal) || value.StartsWith("/var", StringComparison.Ordinal) ? root + value
        : value;

    private static void Open(string folder, UnixFileMode mode) => File.SetUnixFileMode(folder, mode);

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lines)
                _lines.Add(line);
            _written.Set();
        }

        _written.Set();
    }
}
