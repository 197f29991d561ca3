using System.Runtime.InteropServices;

namespace Argus.Inference.Tests.Imaging;

/// <summary>JPEG files by libjpeg-turbo's encoder.</summary>
internal static unsafe partial class TestJpeg
{
    private const int Progressive = 16384;
    private const string Library = "libturbojpeg.so.0";

    public static byte[] Encode(byte[] rgb, int width, int height, bool progressive = false)
    {
        nint handle = InitCompress();
        byte* jpeg = null;
        CULong size;
        try
        {
            fixed (byte* source = rgb)
                Assert.Equal(0, Compress(handle, source, width, 0, height, 0, &jpeg, &size, 0, 95, progressive ? Progressive : 0));
            return new Span<byte>(jpeg, (int)size.Value).ToArray();
        }
        finally
        {
            Free(jpeg);
            _ = Destroy(handle);
        }
    }

    /// <summary>Puts an EXIF segment with an orientation behind the start marker.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation, bool bigEndian = false)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. TestExif.Directory(orientation, bigEndian)];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>Takes the tables away, as cameras that send motion JPEG do: readers then use those of the standard.</summary>
    public static byte[] WithoutHuffmanTables(byte[] jpeg)
    {
        var kept = new List<byte>([0xFF, 0xD8]);
        int at = 2;
        for (; jpeg[at + 1] != 0xDA; at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]))
        {
            if (jpeg[at + 1] != 0xC4)
                kept.AddRange(jpeg.AsSpan(at, 2 + (jpeg[at + 2] << 8 | jpeg[at + 3])));
        }

        return [.. kept, .. jpeg[at..]];
    }

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    private static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    private static partial int Compress(nint handle, byte* source, int width, int pitch, int height, int format, byte** jpeg, CULong* size, int subsampling, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjFree")]
    private static partial void Free(byte* memory);

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint handle);
}

/// <summary>EXIF directories that hold an orientation alone.</summary>
internal static class TestExif
{
    public static byte[] Directory(int orientation, bool bigEndian = false) => bigEndian
        ? [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0]
        : [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
}
