using Argus.Cli.Faces;
using Argus.Contracts.Faces;
using Argus.Inference.Imaging;
using Argus.Testing;

namespace Argus.Cli.Tests.Faces;

public sealed class FaceDrawingTests
{
    [Fact]
    public void Draw_Face_DrawsFrameAndPointsAndLeavesTheRest()
    {
        using var picture = Black(40, 30);

        FaceDrawing.Draw(picture, [new FaceBody { Bbox = [5, 4, 35, 26], DetScore = 1, Landmarks = [[20, 15]] }]);

        Assert.True(Green(picture, 5, 4));
        Assert.True(Green(picture, 34, 25));
        Assert.True(Green(picture, 20, 4));
        Assert.True(Green(picture, 5, 15));
        Assert.True(Red(picture, 20, 15));
        Assert.Equal(0, Sum(picture, 4, 4));
        Assert.Equal(0, Sum(picture, 35, 26));
        Assert.Equal(0, Sum(picture, 12, 10));
    }

    [Theory]
    [InlineData(-100, -100, 200, 200)]
    [InlineData(50, 50, 90, 90)]
    [InlineData(-30, 5, 4, 9)]
    public void Draw_BoxBeyondThePicture_IsCutOff(float x1, float y1, float x2, float y2)
    {
        using var picture = Black(40, 30);

        FaceDrawing.Draw(picture, [new FaceBody { Bbox = [x1, y1, x2, y2], DetScore = 1, Landmarks = [[x1, y1], [x2, y2]] }]);

        Assert.Equal(0, Sum(picture, 20, 20));
    }

    [Fact]
    public void Save_Picture_CanBeReadAgainWithItsFrame()
    {
        using var folder = new TemporaryFolder();
        using var black = Black(40, 30);
        byte[] encoded = PngWriter.Encode(black.Bytes, black.Width, black.Height);

        FaceDrawing.Save(encoded, [new FaceBody { Bbox = [5, 4, 35, 26], DetScore = 1 }], new ImageLimits(), folder.At("out.png"));

        Assert.Null(new ImageDecoder(new ImageLimits()).Decode(File.ReadAllBytes(folder.At("out.png")), int.MaxValue, out var drawn));
        using (drawn)
        {
            Assert.Equal((40, 30), (drawn!.Width, drawn.Height));
            Assert.True(Green(drawn, 5, 4));
        }
    }

    private static Picture Black(int width, int height)
    {
        var picture = new Picture(width, height);
        picture.Bytes.Clear();
        return picture;
    }

    private static Span<byte> Pixel(Picture picture, int x, int y) => picture.Bytes.Slice((y * picture.Stride) + (3 * x), 3);

    private static bool Green(Picture picture, int x, int y) => Pixel(picture, x, y) is [< 100, > 200, < 100];

    private static bool Red(Picture picture, int x, int y) => Pixel(picture, x, y) is [> 200, < 100, < 100];

    private static int Sum(Picture picture, int x, int y) => Pixel(picture, x, y)[0] + Pixel(picture, x, y)[1] + Pixel(picture, x, y)[2];
}
