using System.Runtime.InteropServices;

namespace Argus.ModelServer.Hosting;

/// <summary>The allocator of glibc, from which pictures, tensors and bodies come.</summary>
internal static partial class CLibrary
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;
    private const int Mebibyte = 1024 * 1024;

    /// <summary>
    /// Lets large blocks go back to the system when they are freed. By itself the allocator raises its threshold to the largest block it has
    /// seen, up to 32 MiB, and then keeps twice as much free in each of eight arenas a core: resident memory grows for hours. Blocks of usual
    /// photos stay below the threshold, because fresh pages cost time.
    /// </summary>
    public static void ReturnMemory()
    {
        try
        {
            _ = Set(MmapThreshold, 4 * Mebibyte);
            _ = Set(TrimThreshold, 8 * Mebibyte);
            _ = Set(ArenaMax, Math.Max(4, Environment.ProcessorCount));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, with another allocator.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
