using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

public class UprightTests
{
    public static TheoryData<int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int>();
            foreach (var (width, height) in new[] { (1, 1), (3, 2), (4, 4), (5, 7), (64, 64), (67, 130), (131, 66) })
            {
                for (int orientation = 1; orientation <= 8; orientation++)
                    cases.Add(width, height, orientation);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public unsafe void Turn_EverySizeAndOrientation_EqualsDefinition(int width, int height, int orientation)
    {
        byte[] stored = TestPixels.Noise(width, height);
        byte[] source = [.. stored, .. new byte[Picture.Slack]];
        byte[] target = new byte[stored.Length + 1];
        target[^1] = 77;

        fixed (byte* from = source, to = target)
            Upright.Turn(from, new PixelSize(width, height), orientation, to);

        Assert.Equal(77, target[^1]);
        Assert.Equal(TestPixels.Turn(stored, width, height, orientation), target[..^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Decode_JpegWithOrientation_EqualsTurnedPixels(int orientation)
    {
        byte[] jpeg = TestJpeg.Encode(TestPixels.Slope(50, 30), 50, 30);
        byte[] expected = TestPixels.Turn(Decoding.Pixels(jpeg), 50, 30, orientation);

        Assert.Equal(expected, Decoding.Pixels(TestJpeg.WithOrientation(jpeg, orientation)));
        Assert.Equal(expected, Decoding.Pixels(TestJpeg.WithOrientation(jpeg, orientation, bigEndian: true)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Probe_OrientationOutOfRange_IsUpright(int orientation)
    {
        byte[] jpeg = TestJpeg.WithOrientation(TestJpeg.Encode(TestPixels.Slope(8, 4), 8, 4), orientation);

        Assert.Null(new ImageDecoder(new ImageLimits()).Probe(jpeg, out var header));
        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 8, 4, 1), header);
    }

    [Fact]
    public void Decode_PngWithExifChunk_IsTurned()
    {
        byte[] pixels = TestPixels.Noise(9, 5);
        byte[] png = TestPng.InsertBeforeData(PngWriter.Encode(pixels, 9, 5), "eXIf"u8, TestExif.Directory(6));

        Assert.Equal(TestPixels.Turn(pixels, 9, 5, 6), Decoding.Pixels(png));
    }
}
