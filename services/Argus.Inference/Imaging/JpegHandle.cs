using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>
/// A TurboJPEG decompressor for one picture. It is not kept for the next: it would remember the Huffman tables of the last picture, for
/// files that bring none, and it stays broken after a bad header. A new one takes two microseconds.
/// </summary>
internal sealed class JpegHandle : SafeHandle
{
    private JpegHandle(nint decompressor)
        : base(0, ownsHandle: true) => SetHandle(decompressor);

    public override bool IsInvalid => handle == 0;

    public static JpegHandle Create()
    {
        var created = new JpegHandle(TurboJpeg.InitDecompress());
        return created.IsInvalid ? throw new InsufficientMemoryException("tjInitDecompress gave no handle.") : created;
    }

    protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle) == 0;
}
