using System.Buffers.Binary;

namespace Argus.Jobs.Tests.Video;

/// <summary>Reads the frame header of a JPEG.</summary>
internal static class JpegSize
{
    public static (int Width, int Height) Of(byte[] jpeg)
    {
        int at = 2;
        while (jpeg[at + 1] is not 0xC0 and not 0xC1 and not 0xC2)
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
        return (BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 7)), BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 5)));
    }
}
