using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>A counted reference to an object of libvips.</summary>
internal sealed class VipsObject : SafeHandle
{
    /// <summary>Takes over a reference; 0 is an invalid object.</summary>
    public VipsObject(nint reference)
        : base(0, ownsHandle: true) => SetHandle(reference);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibVips.Unref(handle);
        return true;
    }
}
