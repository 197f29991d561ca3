using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>A TurboJPEG decompressor, leased for the time of one decode.</summary>
internal sealed class JpegHandle() : SafeHandle(0, ownsHandle: true)
{
    private static readonly int MostKept = 2 * Environment.ProcessorCount;
    private static readonly ConcurrentBag<JpegHandle> Free = [];

    public override bool IsInvalid => handle == 0;

    public static JpegHandle Rent()
    {
        if (Free.TryTake(out var kept))
            return kept;
        var created = new JpegHandle();
        created.SetHandle(TurboJpeg.InitDecompress());
        return created.IsInvalid ? throw new InsufficientMemoryException("tjInitDecompress gave no handle.") : created;
    }

    public static void Return(JpegHandle lease)
    {
        if (Free.Count < MostKept)
            Free.Add(lease);
        else
            lease.Dispose();
    }

    protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle) == 0;
}
