using Argus.Inference.Faces;
using Argus.Inference.Models;
using Argus.Inference.Sessions.Graphs;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>Graphs without golden values of their own, against those of their nearest relatives.</summary>
public sealed class RelatedPackTests
{
    private const string YuNet = "yunet/face_detection_yunet_2023mar.onnx";
    private static readonly FaceEngineOptions Exact = new() { Profile = EngineProfile.Exact, BigFaces = BigFacePass.Never };

    [DataFact]
    public void ScrfdBatched_HasTheWeightsOfDet500m()
    {
        var one = Weights("det500m-mobilefacenet");
        var other = Weights("scrfd500m-batched");

        // The one shares tensors that the other repeats, and they were folded apart: the last bit differs.
        Assert.All(one, w => Assert.Contains(other, o => IsSame(w, o)));
        Assert.All(other, w => Assert.Contains(one, o => IsSame(w, o)));
    }

    [DataFact]
    public void ScrfdBatched_EveryPhoto_AnswersAsDet500m()
    {
        var results = PackRun.Compare("scrfd500m-batched", Exact, 0.5, g => g.Faces);
        AssertNone(results.Where(r => r.Comparison.Missing > 0 || r.Comparison.Extra > 0 || r.Comparison.Box > 1e-3 || r.Comparison.Points > 1e-3 || r.Comparison.Score > 1e-4));
        Assert.All(results.SelectMany(r => r.Comparison.Matches), m => Assert.InRange(m.Cosine, 0.9995, 1.00001));
        Assert.Equal(189, results.Sum(r => r.Comparison.Matches.Count));
    }

    // Eight bits leave no score between 0.894 and 1, and cost small faces up to an eighth of their size: the faces are the same.
    [DataFact]
    public void YuNetInt8_EveryPhoto_FindsTheFacesOfYuNet()
    {
        var results = PackRun.Compare("yunet-int8", Exact, 0.6, g => g.Detectors[YuNet].Faces);
        AssertNone(results.Where(r => r.Comparison.Missing > 0 || r.Comparison.Extra > 0 || r.Comparison.Box > 0.1 || r.Comparison.Points > 0.14 || r.Comparison.Score > 0.065));
        Assert.Equal(195, results.Sum(r => r.Comparison.Matches.Count));
        Assert.All(results.Where(r => r.Name.StartsWith("noface_", StringComparison.Ordinal)), r => Assert.Empty(r.Found));
    }

    // Another network, trained apart: it finds the same faces, two of 103 small ones aside, places them otherwise (by a fifth at most for a face on its
    // side) and takes a cat's face and four patches for faces.
    [DataFact]
    public void YuNetN_EveryPhoto_FindsTheFacesOfYuNet()
    {
        string[] more = ["noface_cat.png", "noface_motorcycle.png", "person_a_20mp.jpg", "person_a_36mp.jpg", "stroller_cmyk.jpg"];
        var results = PackRun.Compare("yunet-n-640", Exact, 0.6, g => g.Detectors[YuNet].Faces);
        AssertNone(results.Where(r => r.Comparison.Missing > (r.Name == "crowd100.jpg" ? 2 : 0) || r.Comparison.Extra > (more.Contains(r.Name) ? 1 : 0)));
        AssertNone(results.Where(r => r.Comparison.Matches.Any(m => m.Reference.Size >= 60 && (m.Box > 0.22 || m.Points > 0.3 || m.Score > 0.06))));
        Assert.Equal(193, results.Sum(r => r.Comparison.Matches.Count));
    }

    private static float[][] Weights(string pack)
    {
        var model = new OnnxModel(File.ReadAllBytes(ReferencePacks.Named(pack).Files[ModelRole.Detector].Path));
        float[][] weights = [.. model.Weights.Values.Select(w => w.Floats).OfType<float[]>().Where(f => f.Length > 1)];
        Assert.InRange(weights.Sum(w => w.Length), 500_000, 700_000);
        return weights;
    }

    private static bool IsSame(float[] a, float[] b) =>
        a.Length == b.Length && a.Zip(b).All(p => Math.Abs(p.First - p.Second) <= 1e-6f * Math.Max(1, Math.Abs(p.First)));

    private static void AssertNone(IEnumerable<PackRun.PhotoResult> wrong) => Assert.True(!wrong.Any(), string.Join(Environment.NewLine, wrong));
}
