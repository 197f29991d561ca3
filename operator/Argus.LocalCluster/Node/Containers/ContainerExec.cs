using System.ComponentModel;
using System.Diagnostics;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>Runs a command beside a container's process, with its variables and folder.</summary>
internal static class ContainerExec
{
    private const int LongestOutput = 10 * 1024;

    /// <summary>Exit code and what it printed. Cancelled, the command is killed.</summary>
    public static async Task<(int Code, string Output)> RunAsync(RunningContainer container, IReadOnlyList<string> command, CancellationToken cancel)
    {
        if (command.Count == 0)
            return (126, "the command is empty");
        var start = new ProcessStartInfo("/usr/bin/setsid")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = container.Launch.WorkingDirectory,
        };
        start.ArgumentList.Add("--wait");
        foreach (string argument in command)
            start.ArgumentList.Add(container.Mounts.Rewrite(argument));
        start.Environment.Clear();
        foreach (var (name, value) in container.Launch.Environment)
            start.Environment[name] = value;
        start.Environment[ContainerLauncher.Marker] = container.Launch.RunDirectory;
        try
        {
            using var process = Process.Start(start)!;
            using var kill = cancel.Register(() => LibC.Kill(-process.Id, LibC.SigKill));
            var texts = await Task.WhenAll(ReadAsync(process.StandardOutput, cancel), ReadAsync(process.StandardError, cancel));
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, string.Concat(texts).Trim());
        }
        catch (Win32Exception error)
        {
            return (126, error.Message);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancel)
    {
        string text = await reader.ReadToEndAsync(cancel);
        return text.Length > LongestOutput ? text[..LongestOutput] : text;
    }
}
