using System.Globalization;

namespace Argus.Benchmarks.EndToEnd;

/// <summary>What Linux says of a process.</summary>
internal static class ProcessFigures
{
    /// <summary>Processor time of all its threads.</summary>
    public static double CpuSeconds(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        const double ticksPerSecond = 100;
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / ticksPerSecond;
    }

    /// <summary>Peak resident memory.</summary>
    public static long PeakBytes(int pid) => Kilobytes(pid, "VmHWM:") * 1024;

    /// <summary>Resident memory now.</summary>
    public static long ResidentBytes(int pid) => Kilobytes(pid, "VmRSS:") * 1024;

    private static long Kilobytes(int pid, string field) =>
        long.Parse(File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith(field, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
