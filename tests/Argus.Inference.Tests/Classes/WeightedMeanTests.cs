using System.Numerics.Tensors;
using Argus.Inference.Classes;

namespace Argus.Inference.Tests.Classes;

public sealed class WeightedMeanTests
{
    [Fact]
    public void Of_OneVector_IsThatVector() => Assert.Equal([0.6f, 0.8f], WeightedMean.Of([[0.6f, 0.8f]], [0.3])!, (a, b) => Math.Abs(a - b) < 1e-6);

    [Fact]
    public void Of_TwoVectors_LeansToTheHeavierAndHasUnitLength()
    {
        float[] mean = WeightedMean.Of([[1, 0], [0, 1]], [3, 1])!;

        Assert.Equal(3, mean[0] / mean[1], 3);
        Assert.Equal(1, TensorPrimitives.Norm<float>(mean), 5);
    }

    [Fact]
    public void Of_VectorsThatCancelOneAnother_IsNone() => Assert.Null(WeightedMean.Of([[1, 0], [-1, 0]], [1, 1]));
}
