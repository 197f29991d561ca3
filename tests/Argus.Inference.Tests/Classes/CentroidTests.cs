using Argus.Contracts.Datasets;
using Argus.Inference.Classes;

namespace Argus.Inference.Tests.Classes;

public sealed class CentroidTests
{
    [Fact]
    public void Fit_VectorsOfTwoClasses_AreMeansOfUnitLength()
    {
        var file = CentroidFit.Fit("sha256:m", [At("B", 80), At("A", 10), At("A", -10), At("B", 100)], []);

        Assert.Equal([("A", 2), ("B", 2)], file.Classes.Select(c => (c.Name, c.Count)));
        Assert.Equal([1f, 0f], file.Classes[0].Vector, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal([0f, 1f], file.Classes[1].Vector, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal((CentroidFit.DefaultTemperature, 2), (file.Temperature, file.Dimension));
        Assert.Null(CentroidClassifier.WhyNot(file));
    }

    [Fact]
    public void Fit_FacesThatCancelOneAnotherOut_MakeNoClass() =>
        Assert.Equal(["B"], CentroidFit.Fit("m", [At("A", 0), At("A", 180), At("B", 90)], []).Classes.Select(c => c.Name));

    // Of faces at one angle, a share goes wrong: the best temperature gives just that share to the other class.
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.7)]
    public void Fit_Temperature_MakesProbabilitiesTrue(double share)
    {
        var heldOut = Enumerable.Range(0, 1000).Select(i => At(i < share * 1000 ? "A" : "B", 30)).ToList();

        var file = CentroidFit.Fit("m", [At("A", 0), At("B", 90)], heldOut);

        Assert.Equal(share, new CentroidClassifier(file).Probabilities(At("A", 30).Vector)[0], 3);
    }

    [Fact]
    public void Probabilities_OfAnyVector_SumToOneAndAgreeWithNearest()
    {
        var classifier = new CentroidClassifier(CentroidFit.Fit("m", [At("A", 0), At("B", 90), At("C", 200)], []));

        for (int angle = 0; angle < 360; angle += 7)
        {
            double[] probabilities = classifier.Probabilities(At("", angle).Vector);
            Assert.Equal(1, probabilities.Sum(), 9);
            Assert.Equal(classifier.Nearest(At("", angle).Vector), Array.IndexOf(probabilities, probabilities.Max()));
        }
    }

    [Fact]
    public void Softmax_OfGreatRatios_DoesNotOverflow() =>
        Assert.Equal([1.0, 0.0], CentroidClassifier.Softmax([1f, -1f], 1e-6));

    [Fact]
    public void Matrix_OfFaces_CountsRightAndWrong()
    {
        var classifier = new CentroidClassifier(CentroidFit.Fit("m", [At("A", 0), At("B", 90)], []));

        var matrix = new ConfusionMatrix(classifier, [At("A", 10), At("A", 80), At("B", 85), At("Z", 5)]);

        Assert.Equal(["A", "B", "Z"], matrix.Names);
        Assert.Equal([[1, 1, 0], [0, 1, 0], [1, 0, 0]], matrix.Counts);
        Assert.Equal(0.5, matrix.Accuracy);
        Assert.Null(new ConfusionMatrix(classifier, []).Accuracy);
    }

    [Fact]
    public void WhyNot_OfBadFiles_SaysWhatIsWrong()
    {
        var good = CentroidFit.Fit("m", [At("A", 0), At("B", 90)], []);

        Assert.Contains("form", CentroidClassifier.WhyNot(good with { Version = 2 }));
        Assert.Contains("no class", CentroidClassifier.WhyNot(good with { Classes = [] }));
        Assert.Contains("length", CentroidClassifier.WhyNot(good with { Dimension = 3 }));
        Assert.Contains("unit", CentroidClassifier.WhyNot(good with { Classes = [new CentroidClass("A", 1, [2, 0])] }));
        Assert.Contains("unit", CentroidClassifier.WhyNot(good with { Classes = [new CentroidClass("A", 1, [float.NaN, 0])] }));
        Assert.Contains("twice", CentroidClassifier.WhyNot(good with { Classes = [.. good.Classes, good.Classes[0]] }));
        Assert.Contains("temperature", CentroidClassifier.WhyNot(good with { Temperature = 0 }));
        Assert.Throws<ArgumentException>(() => new CentroidClassifier(good).Cosines([1f]));
    }

    private static LabelledVector At(string name, double degrees) => new(name, [(float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180)]);
}
