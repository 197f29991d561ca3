using System.Runtime.InteropServices;

namespace Argus.Data.Vectors.Embedded;

/// <summary>What .NET does not offer of the C library.</summary>
internal static unsafe partial class Libc
{
    private const int HugePages = 14;
    private const int ReadOnlyDirectory = 0x10000;

    /// <summary>Asks for pages of 2 MiB: a pass over gigabytes then misses no address translations. Refusal does no harm.</summary>
    public static void AdviseHugePages(void* start, nuint bytes) => _ = Advise(start, bytes, HugePages);

    /// <summary>Makes names in a folder last: after it a rename survives a power failure.</summary>
    public static void FlushFolder(string path)
    {
        int descriptor = Open(path, ReadOnlyDirectory);
        if (descriptor < 0)
            throw new IOException($"Cannot open the folder {path} (error {Marshal.GetLastPInvokeError()}).");
        int result = Flush(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
            throw new IOException($"Cannot flush the folder {path} (error {error}).");
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(void* start, nuint bytes, int advice);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
