using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Sessions;

public sealed class ShapeBucketsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    [InlineData(16, 16)]
    [InlineData(17, 64)]
    [InlineData(65, 64)]
    public void RowsFor_Rows_IsTheSmallestThatHoldsThem(int rows, int bucket) => Assert.Equal(bucket, ShapeBuckets.RowsFor(rows));

    [Theory]
    [InlineData(480, 640, 480, 640)]
    [InlineData(640, 427, 640, 480)]
    [InlineData(360, 640, 384, 640)]
    [InlineData(640, 640, 640, 640)]
    [InlineData(100, 640, 384, 640)]
    public void CanvasFor_ScaledPicture_IsTheSmallestThatHoldsIt(int height, int width, int canvasHeight, int canvasWidth) =>
        Assert.Equal((canvasHeight, canvasWidth), ShapeBuckets.CanvasFor(height, width, 640));

    [Theory]
    [InlineData(32)]
    [InlineData(128)]
    [InlineData(320)]
    [InlineData(640)]
    [InlineData(1280)]
    public void Canvases_AnySide_AreMultiplesOf32WithinTheSquare(int side) =>
        Assert.All(ShapeBuckets.Canvases(side), c => Assert.True(c.Height % 32 == 0 && c.Width % 32 == 0 && Math.Max(c.Height, c.Width) == side));

    [Fact]
    public void CanvasFor_PictureLargerThanTheSquare_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ShapeBuckets.CanvasFor(641, 100, 640));
}
