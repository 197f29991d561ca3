using Argus.Inference.Imaging;

namespace Argus.Inference.Tests.Imaging;

public class LetterboxTests
{
    [Theory]
    [InlineData(1280, 886, 640, 640, 640, 443)]
    [InlineData(910, 1137, 640, 640, 512, 640)]
    [InlineData(640, 480, 640, 640, 640, 480)]
    [InlineData(112, 112, 640, 640, 640, 640)]
    public void Fit_KnownPhotos_TruncatesAsTheReference(int width, int height, int canvasWidth, int canvasHeight, int expectedWidth, int expectedHeight)
    {
        var box = Letterbox.Fit(width, height, canvasWidth, canvasHeight);
        Assert.Equal((expectedWidth, expectedHeight), (box.Width, box.Height));
        Assert.Equal((double)expectedHeight / height, box.ScaleY);
    }

    [Theory]
    [InlineData(10000, 1)]
    [InlineData(1, 10000)]
    [InlineData(1, 1)]
    public void Fit_VeryThin_KeepsAPixel(int width, int height)
    {
        var box = Letterbox.Fit(width, height, 640, 640);
        Assert.InRange(box.Width, 1, 640);
        Assert.InRange(box.Height, 1, 640);
    }

    [Theory]
    [InlineData(1280, 886, 640, 448)]
    [InlineData(480, 640, 480, 640)]
    [InlineData(481, 640, 512, 640)]
    public void Cut_FreeShape_IsTheSmallestMultipleThatHolds(int width, int height, int canvasWidth, int canvasHeight)
    {
        var box = Letterbox.Fit(width, height, 640, 640).Cut(32);
        Assert.Equal((canvasWidth, canvasHeight), (box.CanvasWidth, box.CanvasHeight));
    }
}
