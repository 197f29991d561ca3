using System.Runtime.InteropServices;

namespace Argus.Data.Vectors.Embedded;

/// <summary>Memory outside the managed heap, on huge pages where it is large; given back when nobody refers to it any more.</summary>
internal sealed unsafe class RowMemory
{
    private const nuint HugePage = 2 * 1024 * 1024;
    private const nuint CacheLine = 64;
    private readonly long _bytes;

    public RowMemory(long bytes)
    {
        _bytes = Math.Max(bytes, 1);
        bool large = (nuint)_bytes >= HugePage;
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)_bytes, large ? HugePage : CacheLine);
        if (large)
            Libc.AdviseHugePages(Start, (nuint)_bytes);
        GC.AddMemoryPressure(_bytes);
    }

    ~RowMemory()
    {
        NativeMemory.AlignedFree(Start);
        GC.RemoveMemoryPressure(_bytes);
    }

    public byte* Start { get; }
}
