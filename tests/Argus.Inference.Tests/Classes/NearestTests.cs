using Argus.Contracts.Datasets;
using Argus.Inference.Classes;
using Argus.Inference.Tests.SelfTest;
using Argus.SelfTest.Drawing;

namespace Argus.Inference.Tests.Classes;

/// <summary>The nearest of many classes, on a thread that has run a model: ONNX Runtime leaves it flushing denormals to zero.</summary>
public sealed class NearestTests(SelfTestEngine engine) : IClassFixture<SelfTestEngine>
{
    private const int Count = 40;

    [Fact]
    public void Nearest_OfManyClassesAfterAModelRan_IsTheMostProbable()
    {
        engine.Find(SamplePicture.Draw().ToPng());
        var classifier = new CentroidClassifier(new CentroidsFile
        {
            ModelDigest = "m",
            Dimension = Count,
            Temperature = 0.1,
            Classes = [.. Enumerable.Range(0, Count).Select(i => new CentroidClass($"{i:00}", 1, Axis(i)))],
        });

        Assert.Equal(Enumerable.Range(0, Count), Enumerable.Range(0, Count).Select(i => classifier.Nearest(Axis(i))));
    }

    private static float[] Axis(int one)
    {
        float[] vector = new float[Count];
        vector[one] = 1;
        return vector;
    }
}
