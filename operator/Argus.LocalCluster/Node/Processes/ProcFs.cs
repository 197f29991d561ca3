using System.Globalization;
using System.Numerics;
using System.Text;

namespace Argus.LocalCluster.Node.Processes;

/// <summary>Reads /proc.</summary>
internal static class ProcFs
{
    /// <summary>Null when there is no such process.</summary>
    public static ProcessStat? Stat(int pid)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{pid}/stat");
            // The name, in brackets, may hold anything.
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessStat(fields[0][0], Number<int>(fields[3]), Number<long>(fields[19]));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All processes.</summary>
    public static IEnumerable<int> Processes() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
            .Where(pid => pid > 0);

    /// <summary>Bytes that the processes of some sessions have for themselves. Files that they map, such as weights, are not theirs: the kernel drops those when it needs the room.</summary>
    public static Dictionary<int, long> MemoryBySession(Func<int, bool> wanted)
    {
        var sessions = new Dictionary<int, long>();
        foreach (int pid in Processes())
        {
            if (Stat(pid) is { } stat && wanted(stat.Session))
                sessions[stat.Session] = sessions.GetValueOrDefault(stat.Session) + OwnMemory(pid);
        }

        return sessions;
    }

    /// <summary>Bytes in memory that are of no file; 0 when there is no such process.</summary>
    public static long OwnMemory(int pid)
    {
        try
        {
            string[] pages = File.ReadAllText($"/proc/{pid}/statm").Split(' ');
            return (Number<long>(pages[1]) - Number<long>(pages[2])) * Environment.SystemPageSize;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Processes whose environment has a variable of which the value begins so, whoever their parent is by now.</summary>
    public static List<int> WithVariable(string name, string valueStart)
    {
        byte[] wanted = Encoding.UTF8.GetBytes($"{name}={valueStart}");
        var found = new List<int>();
        foreach (int pid in Processes())
        {
            try
            {
                ReadOnlySpan<byte> environment = File.ReadAllBytes($"/proc/{pid}/environ");
                int at = environment.IndexOf(wanted);
                if (at == 0 || (at > 0 && environment[at - 1] == 0))
                    found.Add(pid);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is another user's: not one of ours.
            }
        }

        return found;
    }

    private static T Number<T>(string text)
        where T : INumberBase<T> => T.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
