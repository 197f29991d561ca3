using System.Runtime.InteropServices;

namespace Argus.StandIn;

/// <summary>Memory that is really used.</summary>
internal static class Memory
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>Takes it for good, then goes on; whoever limits it has the time until then.</summary>
    public static unsafe void Take(int megabytes)
    {
        for (int i = 0; i < megabytes; i++)
            NativeMemory.Fill(NativeMemory.Alloc(Megabyte), Megabyte, 1);
    }
}
