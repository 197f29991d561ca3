using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>Native bytes for the time of one decode; Dispose keeps a few of usual size for the next.</summary>
internal sealed unsafe class ScratchBuffer : IDisposable
{
    private const long LargestKept = 16 * 1024 * 1024;
    private static readonly int MostKept = Environment.ProcessorCount;
    private static readonly ConcurrentBag<ScratchBuffer> Free = [];

    private ScratchBuffer(long capacity) => Allocate(capacity);

    public long Capacity { get; private set; }

    public byte* Pointer { get; private set; }

    /// <summary>At least <paramref name="bytes"/> bytes, not cleared.</summary>
    public static ScratchBuffer Rent(long bytes)
    {
        if (!Free.TryTake(out var buffer))
            return new ScratchBuffer(bytes);
        if (buffer.Capacity < bytes)
        {
            NativeMemory.AlignedFree(buffer.Pointer);
            buffer.Allocate(bytes);
        }

        return buffer;
    }

    public void Dispose()
    {
        if (Capacity <= LargestKept && Free.Count < MostKept)
        {
            Free.Add(this);
            return;
        }

        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }

    private void Allocate(long bytes)
    {
        Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
        Capacity = bytes;
    }
}
