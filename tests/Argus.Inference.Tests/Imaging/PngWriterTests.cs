using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

public class PngWriterTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(256, 300)]
    public void Encode_Pixels_ComeBackByAnotherDecoder(int width, int height)
    {
        byte[] pixels = TestPixels.Noise(width, height);

        Assert.Equal(pixels, Decoding.Pixels(PngWriter.Encode(pixels, width, height)));
    }

    [Fact]
    public void Encode_WrongLength_Throws()
    {
        Assert.Throws<ArgumentException>(() => PngWriter.Encode(new byte[10], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Encode([], 0, 2));
    }
}
