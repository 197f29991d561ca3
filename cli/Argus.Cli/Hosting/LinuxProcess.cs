using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Argus.Cli.Hosting;

/// <summary>What .NET does not offer for processes that are not our children.</summary>
internal static partial class LinuxProcess
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    /// <summary>
    /// When a process started, in kernel ticks since boot, or null where none with this id runs. Id and start together name a process:
    /// ids are used again.
    /// </summary>
    public static long? StartTicks(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            // The command in brackets may hold spaces and brackets: fields are counted behind its end. State is field 3, start time 22.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Asks the process to end, kills it when it has not within <paramref name="patience"/>, and returns when it is gone.</summary>
    public static async Task StopAsync(int pid, TimeSpan patience, TimeProvider time)
    {
        Process process;
        try
        {
            process = Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return;
        }

        using (process)
        {
            Send(pid, SigTerm);
            using var patient = new CancellationTokenSource(patience, time);
            try
            {
                await process.WaitForExitAsync(patient.Token);
            }
            catch (OperationCanceledException)
            {
                Send(pid, SigKill);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Kills every process that has a variable whose value begins like this.</summary>
    /// <param name="name">Name of the variable.</param>
    /// <param name="value">Beginning of its value.</param>
    /// <returns>How many there were.</returns>
    public static int KillMarked(string name, string value)
    {
        string mark = $"\0{name}={value}";
        int count = 0;
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) || !HasVariable(pid, mark))
                continue;
            Send(pid, SigKill);
            count++;
        }

        return count;
    }

    private static bool HasVariable(int pid, string mark)
    {
        try
        {
            return ('\0' + File.ReadAllText($"/proc/{pid}/environ")).Contains(mark, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or somebody else's.
            return false;
        }
    }

    // The result is of no interest: a process that is already gone is what was wanted.
    private static void Send(int pid, int signal) => _ = Kill(pid, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
