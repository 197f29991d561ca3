using System.Runtime.InteropServices;

namespace Argus.Cli.Hosting;

/// <summary>Standard output as a pipe.</summary>
internal static partial class OutputPipe
{
    private const int StandardOutput = 1;
    private const short PollError = 8;

    /// <summary>
    /// Whether standard output is a pipe that nobody reads any more, as behind <c>head</c>. .NET ignores that when it writes, and a long
    /// command would work on for nobody.
    /// </summary>
    public static bool IsUnread
    {
        get
        {
            var output = new PollDescriptor { Descriptor = StandardOutput };
            return Poll(ref output, 1, 0) > 0 && (output.Happened & PollError) != 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref PollDescriptor descriptors, ulong count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
