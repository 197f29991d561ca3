using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

public class BicubicResizeTests
{
    [Theory]
    [InlineData(20, 10, 20, 10)]
    [InlineData(50, 30, 17, 11)]
    [InlineData(9, 14, 40, 31)]
    [InlineData(200, 3, 7, 5)]
    public void Resize_AnySizes_EqualsThePlainSum(int width, int height, int toWidth, int toHeight)
    {
        byte[] pixels = TestPixels.Noise(width, height);
        using var source = new Picture(width, height);
        pixels.CopyTo(source.Bytes);

        using var result = BicubicResize.Resize(source, toWidth, toHeight, new CropBox(0, 0, toWidth, toHeight));

        Assert.Equal(Plain(pixels, width, height, toWidth, toHeight), result.Bytes.ToArray());
    }

    [Fact]
    public void Resize_Crop_EqualsThatPartOfTheWhole()
    {
        using var source = new Picture(100, 80);
        TestPixels.Noise(100, 80).CopyTo(source.Bytes);
        using var whole = BicubicResize.Resize(source, 60, 48, new CropBox(0, 0, 60, 48));

        using var part = BicubicResize.Resize(source, 60, 48, new CropBox(13, 5, 30, 41));

        for (int y = 0; y < 41; y++)
            Assert.Equal(whole.Bytes.Slice((y + 5) * whole.Stride + 3 * 13, 90).ToArray(), part.Bytes.Slice(y * part.Stride, 90).ToArray());
    }

    [Fact]
    public void Resize_FlatColour_StaysAsItIs()
    {
        using var source = new Picture(61, 43);
        source.Bytes.Fill(200);

        using var result = BicubicResize.Resize(source, 224, 158, new CropBox(0, 0, 224, 158));

        Assert.False(result.Bytes.ContainsAnyExcept((byte)200));
    }

    // The definition, in floating point: rounding may fall the other way only at an exact half, which noise does not meet.
    private static byte[] Plain(byte[] pixels, int width, int height, int toWidth, int toHeight)
    {
        byte[] middle = new byte[toWidth * height * 3], result = new byte[toWidth * toHeight * 3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < toWidth; x++)
            {
                for (int c = 0; c < 3; c++)
                    middle[3 * (y * toWidth + x) + c] = At(x, toWidth, width, i => pixels[3 * (y * width + i) + c]);
            }
        }

        for (int y = 0; y < toHeight; y++)
        {
            for (int x = 0; x < toWidth; x++)
            {
                for (int c = 0; c < 3; c++)
                    result[3 * (y * toWidth + x) + c] = At(y, toHeight, height, i => middle[3 * (i * toWidth + x) + c]);
            }
        }

        return result;
    }

    private static byte At(int index, int to, int from, Func<int, byte> value)
    {
        double scale = (double)from / to, stretch = Math.Max(1, scale), center = (index + 0.5) * scale, sum = 0, weights = 0;
        for (int i = 0; i < from; i++)
        {
            double x = Math.Abs((i + 0.5 - center) / stretch);
            double weight = x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
            sum += weight * value(i);
            weights += weight;
        }

        return (byte)Math.Clamp(Math.Floor(sum / weights + 0.5), 0, 255);
    }
}
