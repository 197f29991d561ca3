using Argus.Inference.Faces;

namespace Argus.Inference.Tests.Faces;

public sealed class FaceWeightTests
{
    [Fact]
    public void Of_LargeSureFrontalFace_IsOne() => Assert.Equal(1, FaceWeight.Of(Face(1, 100, Eyes(0.5f))), 6);

    [Theory]
    [InlineData(0.6f, 100, 0.5f)]
    [InlineData(1f, 40, 0.5f)]
    [InlineData(1f, 100, 0.8f)]
    public void Of_WorseInOneRespect_IsLess(float score, float side, float nose) => Assert.InRange(FaceWeight.Of(Face(score, side, Eyes(nose))), 0.05, 0.99);

    [Fact]
    public void Of_NoNumbers_IsTheLeast() => Assert.Equal(0.05, FaceWeight.Of(Face(float.NaN, float.NaN, Eyes(float.NaN))));

    [Theory]
    [InlineData(0.5f, 1)]
    [InlineData(0.75f, 0.5)]
    [InlineData(0f, 0)]
    [InlineData(1.7f, 0)]
    public void Frontal_NoseBetweenTheEyes_IsByItsPlace(float nose, double expected) => Assert.Equal(expected, FaceWeight.Frontal(Eyes(nose)), 5);

    [Fact]
    public void Frontal_FaceOnItsSide_IsTheSame()
    {
        var side = new Landmarks(new Point(0, 0), new Point(0, 40), new Point(-20, 30), default, default);

        Assert.Equal(0.5, FaceWeight.Frontal(side), 5);
    }

    [Fact]
    public void Frontal_EyesInOnePoint_IsZero() => Assert.Equal(0, FaceWeight.Frontal(default));

    private static Face Face(float score, float side, Landmarks points) => new() { Box = new Box(10, 10, 10 + side, 10 + side), Score = score, Landmarks = points };

    private static Landmarks Eyes(float nose) => new(new Point(100, 50), new Point(140, 50), new Point(100 + (40 * nose), 75), default, default);
}
