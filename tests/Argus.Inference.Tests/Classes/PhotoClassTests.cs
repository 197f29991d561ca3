using System.Globalization;
using Argus.Inference.Classes;
using Argus.Inference.Faces;
using Argus.Testing;
using Xunit.Abstractions;

namespace Argus.Inference.Tests.Classes;

/// <summary>Classes on real photos, by the default pack: a person stands for a class.</summary>
public sealed class PhotoClassTests(ITestOutputHelper output)
{
    private const double Least = 0.95;

    private static readonly Lazy<List<LabelledVector>> Faces = new(Vectors);

    // Each photo in turn is asked for, and the centroids are made from all others.
    [DataFact]
    public void Nearest_EveryPhotoLeftOutInTurn_IsItsPerson()
    {
        var faces = Faces.Value;
        var asked = faces.Where(f => faces.Count(o => o.Class == f.Class) > 1).ToList();
        Assert.InRange(asked.Count, 20, 100);

        Check(asked, face => new CentroidClassifier(CentroidFit.Fit("m", [.. faces.Where(o => o != face)], [])));
    }

    // The least that can be learnt from: one photo of each person.
    [DataFact]
    public void Nearest_CentroidsFromTheFirstPhotoOfEach_FindTheOthers()
    {
        var faces = Faces.Value;
        var first = faces.DistinctBy(f => f.Class).ToList();
        var classifier = new CentroidClassifier(CentroidFit.Fit("m", first, []));

        Check([.. faces.Except(first)], _ => classifier);
    }

    // The temperature comes from photos that the centroids were not made from: what is said with 0.9 must not be wrong half of the time.
    [DataFact]
    public void Probabilities_WithAFittedTemperature_AreSureOfWhatIsRight()
    {
        var faces = Faces.Value;
        var first = faces.DistinctBy(f => f.Class).ToList();
        var file = CentroidFit.Fit("m", first, [.. faces.Except(first)]);
        var classifier = new CentroidClassifier(file);

        var right = faces.Except(first).Select(f => classifier.Probabilities(f.Vector)[classifier.Names.Index().Single(n => n.Item == f.Class).Index]).ToList();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"temperature {file.Temperature:0.0000}, mean probability of the right person {right.Average():0.000}"));
        Assert.NotEqual(CentroidFit.DefaultTemperature, file.Temperature);
        Assert.InRange(right.Average(), 0.9, 1);
    }

    private void Check(IReadOnlyCollection<LabelledVector> asked, Func<LabelledVector, CentroidClassifier> classifier)
    {
        var wrong = asked.Select(f => (Face: f, Classifier: classifier(f))).Select(f => (f.Face.Class, Found: f.Classifier.Names[f.Classifier.Nearest(f.Face.Vector)])).Where(f => f.Class != f.Found).ToList();

        double accuracy = 1 - ((double)wrong.Count / asked.Count);
        string said = string.Create(CultureInfo.InvariantCulture, $"accuracy {accuracy:0.000} on {asked.Count} photos; wrong: {string.Join(", ", wrong.Select(w => $"{w.Class} taken for {w.Found}"))}");
        output.WriteLine(said);
        Assert.True(accuracy >= Least, said);
    }

    private static List<LabelledVector> Vectors()
    {
        using var engine = FaceEngine.Load(ReferencePacks.Resolve("yunet-mobilefacenet"), new FaceEngineOptions());
        return [.. KnownPhoto.All.Select(photo =>
        {
            Assert.Null(engine.Analyze(File.ReadAllBytes(TestData.At("photos", photo.File)), new AnalyzeRequest { Attributes = false }, out var analysis));
            var largest = analysis!.Faces.OrderByDescending(f => f.Box.Width * f.Box.Height).Take(photo.Place == 0 ? 1 : 2).OrderBy(f => photo.Place * -f.Box.X1).ToList();
            Assert.True(largest.Count > 0, photo.File);
            return new LabelledVector(photo.Person, largest[0].Embedding!);
        })];
    }
}
