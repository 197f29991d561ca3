using Argus.Inference.Faces;

namespace Argus.Inference.Tests.Faces;

public class FaceAlignmentTests
{
    [Theory]
    [InlineData(2, 0, 10, -20)]
    [InlineData(0.3, 1.1, 400, 300)]
    [InlineData(-0.5, 0.2, 0, 0)]
    public void ToCrop_TemplateMovedTurnedAndScaled_IsUndoneExactly(double a, double b, double tx, double ty)
    {
        (float X, float Y)[] template = [(38.2946f, 51.6963f), (73.5318f, 51.5014f), (56.0252f, 71.7366f), (41.5493f, 92.3655f), (70.7299f, 92.2041f)];
        Landmarks points = default;
        for (int i = 0; i < 5; i++)
            points[i] = new Point((float)(a * template[i].X - b * template[i].Y + tx), (float)(b * template[i].X + a * template[i].Y + ty));
        var m = FaceAlignment.ToCrop(points, 112);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(template[i].X, m.A * points[i].X + m.B * points[i].Y + m.C, 1e-3);
            Assert.Equal(template[i].Y, m.D * points[i].X + m.E * points[i].Y + m.F, 1e-3);
        }
    }

    [Fact]
    public void ToCrop_AllPointsOne_HasNoScale()
    {
        var m = FaceAlignment.ToCrop(default, 112);
        Assert.Equal((0, 0), (m.A, m.B));
        Assert.True(double.IsFinite(m.C));
    }

    [Fact]
    public void BoxToCrop_Square_PutsTheCentreInTheMiddleAtOneAndAHalf()
    {
        var m = FaceAlignment.BoxToCrop(new Box(100, 200, 160, 240), 96);
        Assert.Equal(96 / 90.0, m.A, 1e-9);
        Assert.Equal(48, m.A * 130 + m.C, 1e-9);
        Assert.Equal(48, m.E * 220 + m.F, 1e-9);
    }
}
