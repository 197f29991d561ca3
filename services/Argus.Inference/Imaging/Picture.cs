using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>
/// An upright 8-bit RGB picture in native memory: <see cref="Height"/> rows of <see cref="Stride"/> bytes, three bytes a pixel,
/// the EXIF orientation already applied. Dispose returns the memory.
/// </summary>
public sealed unsafe class Picture : IDisposable
{
    private byte* _pixels;

    /// <summary>Takes memory for a picture; the pixels are not cleared.</summary>
    public Picture(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (Width, Height, FullWidth, FullHeight) = (width, height, width, height);
        Stride = checked(width * 3);
        // Kernels read up to 32 bytes at once: the slack keeps the last pixel's read inside.
        _pixels = (byte*)NativeMemory.AlignedAlloc((nuint)((long)Stride * height + Slack), 64);
    }

    /// <summary>Bytes that may be read past the last pixel.</summary>
    public const int Slack = 64;

    /// <summary>Width in pixels, at least 1.</summary>
    public int Width { get; }

    /// <summary>Height in pixels, at least 1.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Width of the upright picture at full resolution; larger than <see cref="Width"/> after a scaled decode.</summary>
    public int FullWidth { get; init; }

    /// <summary>Height of the upright picture at full resolution.</summary>
    public int FullHeight { get; init; }

    /// <summary>EXIF orientation found in the file, 1 to 8; 1 where there is none.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>The first pixel.</summary>
    public byte* Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pixels == null, this);
            return _pixels;
        }
    }

    /// <summary>All rows.</summary>
    public Span<byte> Bytes => MemoryMarshal.CreateSpan(ref *Pixels, checked(Stride * Height));

    /// <inheritdoc/>
    public void Dispose()
    {
        byte* p = _pixels;
        _pixels = null;
        NativeMemory.AlignedFree(p);
    }
}
