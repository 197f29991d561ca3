using System.Runtime.InteropServices;

namespace Argus.Inference.Imaging;

/// <summary>libjpeg-turbo's TurboJPEG API, version 2. A handle belongs to one thread at a time.</summary>
internal static unsafe partial class TurboJpeg
{
    public const string Library = "libturbojpeg.so.0";
    public const int PixelFormatRgb = 0;
    public const int PixelFormatCmyk = 11;
    public const int ErrorWarning = 0;

    /// <summary>Fails where the library is not there.</summary>
    public static void Load() => JpegHandle.Create().Dispose();

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int DecompressHeader(JpegHandle handle, byte* bytes, CULong length, int* width, int* height, int* subsampling, int* colorspace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(JpegHandle handle, byte* bytes, CULong length, byte* target, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    public static partial int GetErrorCode(JpegHandle handle);
}

/// <summary>A fraction by which a JPEG can be decoded.</summary>
internal readonly record struct JpegScale(int Numerator, int Denominator)
{
    /// <summary>A side at this scale, rounded up as the library does.</summary>
    public int Apply(int side) => (side * Numerator + Denominator - 1) / Denominator;
}
