using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Sessions;

public sealed class NumericCheckTests
{
    [Theory]
    [InlineData(new float[] { 1, 2, 3 }, new float[] { 2, 4, 6 }, 1)]
    [InlineData(new float[] { 1, 0 }, new float[] { 0, 1 }, 0)]
    [InlineData(new float[] { 1, 1 }, new float[] { -1, -1 }, -1)]
    [InlineData(new float[] { 0, 0 }, new float[] { 0, 0 }, 1)]
    [InlineData(new float[] { 1, 2 }, new float[] { 0, 0 }, 0)]
    [InlineData(new float[] { 1, 2 }, new float[] { float.NaN, 2 }, 0)]
    [InlineData(new float[] { 1, 2 }, new float[] { float.PositiveInfinity, 2 }, 0)]
    public void Cosine_Vectors_IsTheirAngle(float[] expected, float[] actual, double cosine) =>
        Assert.Equal(cosine, NumericCheck.Cosine(expected, actual), 9);

    [Fact]
    public void Cosines_OtherLengths_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => NumericCheck.Cosine([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => NumericCheck.Cosines([[1f], [2f]], [[1f]]));
    }

    [Theory]
    [InlineData(Precision.Fp16, true, 0.9985, 0.9995)]
    [InlineData(Precision.Fp16, false, 0.9970, 0.9995)]
    [InlineData(Precision.Fp32, false, 0.9985, 1.0)]
    [InlineData(Precision.Fp32, true, 0.99995, 1.0)]
    public void Passes_Precision_TakesTheMeanOrEach(Precision precision, bool passes, params double[] cosines) =>
        Assert.Equal(passes, NumericCheck.Passes(precision, cosines));

    [Fact]
    public void Passes_ValuesRoundedTo16Bit_PassTheirGate()
    {
        float[] exact = [.. WarmInput.Synthetic(1, 512).Values];
        float[] rounded = [.. exact.Select(v => (float)(Half)v)];

        Assert.True(NumericCheck.Passes(Precision.Fp16, NumericCheck.Cosines([exact], [rounded])));
        Assert.False(NumericCheck.Passes(Precision.Fp16, NumericCheck.Cosines([exact], [[.. exact.Select(v => MathF.Round(v, 1))]])));
    }
}
