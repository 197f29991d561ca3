using System.Diagnostics;
using Argus.Inference.Imaging;
using Argus.Testing;

namespace Argus.Inference.Tests.Imaging;

// Alone, because it looks at the memory of the whole process.
[Collection(nameof(FuzzTests))]
[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
public class FuzzTests
{
    private const int Runs = 3000;
    private const long MaxPixels = 4_000_000;
    private const long MemoryBound = 400L * 1024 * 1024;

    [Fact]
    public void Decode_MutatedPictures_AreFaultsOrPicturesInBoundedMemory()
    {
        byte[][] bases = Bases();
        var decoder = new ImageDecoder(new ImageLimits { MaxPixels = MaxPixels });
        var random = new Random(20260101);
        byte[] expected = Decoding.Pixels(bases[0]);
        long before = Environment.WorkingSet;
        int pictures = 0;
        for (int run = 0; run < Runs; run++)
        {
            byte[] mutated = Mutate((byte[])bases[run % bases.Length].Clone(), bases, random);
            int minLongSide = random.Next(3) == 0 ? random.Next(1, 1000) : int.MaxValue;
            var start = Stopwatch.GetTimestamp();

            var fault = decoder.Decode(mutated, minLongSide, out var picture);

            using (picture)
            {
                Assert.True(fault is null != picture is null, $"run {run}");
                Assert.True(picture is null || (long)picture.FullWidth * picture.FullHeight <= MaxPixels, $"run {run}");
                pictures += picture is null ? 0 : 1;
            }

            if (fault is not null)
                AssertGoodOneStillWorks(decoder, bases[0], expected);
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), $"run {run} hangs");
        }

        // Both ways must have been gone, or the mutations are too weak or too strong to tell anything.
        Assert.InRange(pictures, Runs / 5, Runs * 4 / 5);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, MemoryBound);
    }

    private static void AssertGoodOneStillWorks(ImageDecoder decoder, byte[] file, byte[] expected)
    {
        Assert.Null(decoder.Decode(file, int.MaxValue, out var picture));
        using (picture)
            Assert.True(picture!.Bytes.SequenceEqual(expected));
    }

    private static byte[][] Bases()
    {
        byte[] slope = TestPixels.Slope(90, 60), noise = TestPixels.Noise(40, 30);
        byte[][] generated =
        [
            TestJpeg.WithOrientation(TestJpeg.Encode(slope, 90, 60), 6), TestJpeg.Encode(slope, 90, 60, progressive: true),
            PngWriter.Encode(noise, 40, 30), TestVips.Encode("pngsave_buffer", slope, 90, 60, ("interlace", true)),
            TestVips.Encode("pngsave_buffer", slope, 90, 60, ("palette", true)), TestVips.Encode("webpsave_buffer", slope, 90, 60),
            TestVips.Encode("webpsave_buffer", noise, 40, 30, ("lossless", true)), TestVips.Encode("gifsave_buffer", slope, 90, 60),
            TestVips.Encode("tiffsave_buffer", slope, 90, 60), TestVips.Encode("tiffsave_buffer", noise, 40, 30, ("tile", true), ("tile_width", 16), ("tile_height", 16), ("compression", TestVips.TiffDeflate)),
            TestBmp.Direct(noise, 40, 30, 24), TestBmp.File(40, 30, 8, 1, new byte[1024], [40, 1, 0, 0, 0, 3, 1, 2, 3, 0, 0, 1]),
        ];
        string[] photos = ["hopper_exif6.jpg", "hopper_gray.jpg", "hopper_exif8.webp", "tom_hanks_112.png", "einstein.bmp", "einstein.gif", "einstein.webp"];
        return TestData.Root is null ? generated : [.. generated, .. photos.Select(p => File.ReadAllBytes(TestData.At("photos", p)))];
    }

    private static byte[] Mutate(byte[] file, byte[][] bases, Random random)
    {
        int changes = random.Next(1, 4);
        for (int i = 0; i < changes && file.Length > 16; i++)
        {
            int at = random.Next(file.Length), header = random.Next(Math.Min(file.Length, 160));
            int length = Math.Min(random.Next(1, 64), file.Length - Math.Max(at, header));
            switch (random.Next(8))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[header] = (byte)random.Next(256);
                    break;
                case 2:
                    file[header] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    random.NextBytes(file.AsSpan(header, Math.Min(4, file.Length - header)));
                    break;
                case 4:
                    file = file[..at];
                    break;
                case 5:
                    file = [.. file[..at], .. file[(at + Math.Max(0, length))..]];
                    break;
                case 6:
                    file = [.. file[..header], .. file.AsSpan(at, Math.Min(200, file.Length - at)), .. file[header..]];
                    break;
                default:
                    byte[] other = bases[random.Next(bases.Length)];
                    file = [.. file[..at], .. other[Math.Min(at, other.Length)..]];
                    break;
            }
        }

        return file;
    }
}
