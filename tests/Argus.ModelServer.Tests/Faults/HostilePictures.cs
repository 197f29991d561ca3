using System.Buffers.Binary;
using System.Text;
using Argus.Inference.Imaging;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Faults;

/// <summary>A picture and the status that belongs to it: 200, 400 or 413.</summary>
internal sealed record HostilePicture(string Name, byte[] Bytes, int Status);

/// <summary>Pictures that are broken, lie, or are as large as they may be.</summary>
internal static class HostilePictures
{
    public static IEnumerable<HostilePicture> All() => Broken().Concat(Lying()).Concat(Largest()).Concat(Malformed());

    private static IEnumerable<HostilePicture> Broken()
    {
        byte[] png = Bodies.Face, jpeg = LargePictures.Jpeg(64, 64);
        yield return new("one byte", [0x89], 400);
        yield return new("text", Encoding.ASCII.GetBytes("This is no picture."), 400);
        yield return new("svg", Encoding.ASCII.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"), 400);
        yield return new("pdf", Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), 400);
        yield return new("zip", [.. "PK\u0003\u0004"u8, .. new byte[100]], 400);
        yield return new("zeros", new byte[100_000], 400);
        yield return new("png, truncated", png[..(png.Length / 2)], 400);
        yield return new("png, signature only", png[..8], 400);
        yield return new("jpeg, truncated", jpeg[..^10], 400);
        yield return new("jpeg, signature only", jpeg[..3], 400);
        yield return new("bmp, truncated", Pictures.Blank[..2000], 400);
        yield return new("gif, header only", [.. "GIF89a"u8, 9, 0, 9, 0, 0, 0, 0], 400);
        yield return new("webp, header only", [.. "RIFF\0\0\0\0WEBPVP8 "u8, 10, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 9, 0, 9, 0], 400);
        yield return new("tiff, offset behind the end", [.. "II*\0"u8, 0xF0, 0xFF, 0xFF, 0x7F], 400);
    }

    private static IEnumerable<HostilePicture> Lying()
    {
        yield return new("png of 0 x 10", PngHeader(0, 10), 400);
        yield return new("png of 10 x 0", PngHeader(10, 0), 400);
        yield return new("jpeg of 0 x 10", LargePictures.Jpeg(10, 10, claimedWidth: 0), 400);
        yield return new("bmp of 0 x 10", Pictures.Bitmap(0, 10), 400);
        yield return new("gif of 0 x 0", [.. "GIF89a"u8, .. new byte[20]], 400);
        yield return new("png of 2^31-1 x 2^31-1", PngHeader(int.MaxValue, int.MaxValue), 413);
        yield return new("png of 60000 x 60000 in 70 bytes", PngHeader(60_000, 60_000), 413);
        yield return new("jpeg of 65500 x 65500 in 200 bytes", LargePictures.Jpeg(8, 8, 65_500, 65_500), 413);
        yield return new("bmp of 65535 x 65535", Pictures.Bitmap(65_535, 65_535), 413);
        yield return new("bmp of 2^31-1 x 1", Pictures.Bitmap(int.MaxValue, 1), 413);
        yield return new("gif of 65535 x 65535", [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0], 413);
        yield return new("png of 1 x 1 with 64 MiB of pixels", LargePictures.Png(1, 1, pixelBytes: 64 << 20), 200);
        yield return new("png with a colour profile of 64 MiB", LargePictures.PngWithProfile(64 << 20), 200);
        yield return new("jpeg of 1 x 1", LargePictures.Jpeg(1, 1), 200);
        yield return new("png of 1 x 1", PngWriter.Encode(new byte[3], 1, 1), 200);
        yield return new("bmp of 1 x 1", Pictures.Bitmap(1, 1), 200);
        yield return new("png of 1 x 65535", LargePictures.Png(1, 65_535), 200);
        yield return new("png of 65535 x 1", LargePictures.Png(65_535, 1), 200);
    }

    private static IEnumerable<HostilePicture> Largest()
    {
        yield return new("png of 40 MP", LargePictures.Png(8000, 5000), 200);
        yield return new("png just above 40 MP", LargePictures.Png(8000, 5001), 413);
        yield return new("jpeg of 40 MP", LargePictures.Jpeg(8000, 5000), 200);
        yield return new("progressive jpeg of 40 MP", LargePictures.Jpeg(8000, 5000, progressive: true), 200);
        yield return new("jpeg just above 40 MP", LargePictures.Jpeg(8000, 5001), 413);
    }

    private static IEnumerable<HostilePicture> Malformed()
    {
        foreach (string file in TestData.Root is null ? [] : Directory.GetFiles(TestData.At("photos", "malformed")))
        {
            string name = Path.GetFileName(file);
            yield return new(name, File.ReadAllBytes(file), name is "65536x65536.png" or "20000x14000_gray.jpg" ? 413 : 400);
        }
    }

    private static byte[] PngHeader(int width, int height)
    {
        byte[] png = PngWriter.Encode(new byte[3], 1, 1);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        // The checksum is right: only the size lies.
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), LargePictures.Crc(png.AsSpan(12, 17)));
        return png;
    }
}
