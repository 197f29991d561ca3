using System.Diagnostics;

namespace Argus.LocalCluster.Node.Processes;

/// <summary>
/// Starts a container's process below a small shell that outlives this process: it holds the pipe of the log open, so that nothing is lost or killed while nobody reads,
/// and keeps the exit code, so that it is found later. Both are in a session and process group of their own.
/// </summary>
internal static class ContainerLauncher
{
    /// <summary>Marks all processes of a container; the value is the folder of the run.</summary>
    public const string Marker = "ARGUS_CONTAINER";

    private const string Shell = """
        exec </dev/null >/dev/null 2>&1
        run=$1; shift
        exec 3<>"$run/pipe"
        sh -c 'run=$1; shift; echo $$ >"$run/pid"; exec "$@"' sh "$run" "$@" >&3 2>&3 3>&-
        echo $? >"$run/exit"
        """;

    /// <summary>Makes the folder of a run with the pipe of its log.</summary>
    /// <exception cref="IOException">It could not be made.</exception>
    public static void MakePipe(string runDirectory)
    {
        Directory.CreateDirectory(runDirectory);
        string pipe = PipeOf(runDirectory);
        if (LibC.MakePipe(pipe, 0b110_000_000) != 0)
            throw new IOException($"Cannot make the pipe {pipe}.");
    }

    /// <summary>The shell's process; its session is the container's. The folder and pipe of the run are there.</summary>
    /// <exception cref="IOException">The process could not be started.</exception>
    public static ProcessId Start(LaunchSpec spec)
    {
        var start = new ProcessStartInfo("/usr/bin/setsid") { UseShellExecute = false, WorkingDirectory = spec.WorkingDirectory };
        foreach (string argument in (IEnumerable<string>)["/bin/sh", "-c", Shell, "sh", spec.RunDirectory, .. spec.Command])
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;
        start.Environment[Marker] = spec.RunDirectory;
        try
        {
            using var process = Process.Start(start)!;
            return ProcessId.OfStarted(process.Id);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException(error.Message, error);
        }
    }

    public static string PipeOf(string runDirectory) => Path.Combine(runDirectory, "pipe");

    /// <summary>The container's own first process; null before it began.</summary>
    public static int? MainPid(string runDirectory) => Number(Path.Combine(runDirectory, "pid"));

    /// <summary>What the container's process ended with; null when nobody could note it.</summary>
    public static int? ExitCode(string runDirectory) => Number(Path.Combine(runDirectory, "exit"));

    /// <summary>Ends everything that a container left behind.</summary>
    public static void KillAll(ProcessId process, string runDirectory)
    {
        if (process.IsAlive)
            LibC.Kill(-process.Pid, LibC.SigKill);
        KillMarked(runDirectory);
    }

    /// <summary>Ends all processes marked with a folder or one below it.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool KillMarked(string directory)
    {
        var found = ProcFs.WithVariable(Marker, directory);
        found.ForEach(pid => LibC.Kill(pid, LibC.SigKill));
        return found.Count > 0;
    }

    // A line without its end is still being written.
    private static int? Number(string path)
    {
        try
        {
            string text = File.ReadAllText(path);
            return text.EndsWith('\n') && int.TryParse(text.AsSpan().Trim(), out int number) ? number : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
