using System.Diagnostics;

namespace Argus.Cli.Hosting;

/// <summary>Starts programs that outlive this one.</summary>
internal static class BackgroundProcess
{
    /// <summary>Starts a .NET program in a session of its own, its output in a file.</summary>
    /// <param name="assembly">The program.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="log">Where its output goes.</param>
    /// <param name="environment">Settings beside those of this process.</param>
    public static Process Start(string assembly, IEnumerable<string> arguments, string log, IEnumerable<KeyValuePair<string, string>> environment)
    {
        // setsid: Ctrl-C in this terminal, or its end, must reach the program through us only. exec keeps the process id.
        const string script = "log=$1; shift; exec setsid dotnet \"$@\" >\"$log\" 2>&1 </dev/null";
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, "sh", log, assembly, .. arguments]) { WorkingDirectory = Clone.State };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The last lines that a program wrote.</summary>
    public static string LastWords(string log, int lines = 15)
    {
        string[] words = File.Exists(log) ? [.. File.ReadLines(log).TakeLast(lines)] : [];
        return words.Length == 0 ? "" : $"The last lines of {log}:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", words)}";
    }
}
