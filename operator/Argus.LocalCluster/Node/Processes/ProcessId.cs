namespace Argus.LocalCluster.Node.Processes;

/// <summary>A process that is not mistaken for a later one with the same number.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTicks">When it began, in the kernel's ticks since boot.</param>
/// <param name="Boot">Which boot of the machine.</param>
internal sealed record ProcessId(int Pid, long StartTicks, string Boot)
{
    private static readonly string CurrentBoot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Null when there is no such process.</summary>
    public static ProcessId? Of(int pid) => ProcFs.Stat(pid) is { } stat ? new ProcessId(pid, stat.StartTicks, CurrentBoot) : null;

    /// <summary>A process that was started just now; where it has already ended, one that is not alive, whoever gets its number.</summary>
    public static ProcessId OfStarted(int pid) => Of(pid) ?? new ProcessId(pid, StartTicks: 0, CurrentBoot);

    /// <summary>Whether the process still runs.</summary>
    public bool IsAlive => Boot == CurrentBoot && ProcFs.Stat(Pid) is { State: not ('Z' or 'X') } stat && stat.StartTicks == StartTicks;
}
