using System.Text.Json;
using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>The pack that users get unasked, YuNet of any size with MobileFaceNet, against YuNet at 640 x 640 as the reference runs it.</summary>
public sealed class DefaultPackAgreementTests
{
    private const string Pack = "yunet-mobilefacenet";
    private const double Threshold = 0.6;

    [DataTheory]
    [InlineData(EngineProfile.Exact, 0.01, 0.01)]
    [InlineData(EngineProfile.Fast, 0.03, 0.03)]
    public void Analyze_EveryPhoto_FindsTheReferenceFaces(EngineProfile profile, double box, double score)
    {
        var results = Run(profile, g => g.Detectors["yunet/face_detection_yunet_2023mar.onnx"].Faces);
        AssertNone(results.Where(r => r.Comparison.Missing > 0 || r.Comparison.Extra > 0 || r.Comparison.Box > box || r.Comparison.Points > box || r.Comparison.Score > score)
            .Select(r => r.ToString()));
        Assert.Equal(195, results.Sum(r => r.Comparison.Matches.Count));
    }

    [DataTheory]
    [InlineData(EngineProfile.Exact, 0.9985, 0.9995)]
    [InlineData(EngineProfile.Fast, 0.97, 0.98)]
    public void Analyze_EveryPhoto_EmbedsAsTheReference(EngineProfile profile, double all, double from60Pixels)
    {
        var matches = Run(profile, g => g.FacesYunet)
            .SelectMany(r => r.Comparison.Matches.Select(m => (r.Name, Match: m))).ToList();
        AssertNone(matches.Where(m => m.Match.Cosine < (m.Match.Reference.Size >= 60 ? from60Pixels : all))
            .Select(m => $"{m.Name}: face of {m.Match.Reference.Size:0} pixels, cosine {m.Match.Cosine:0.00000}"));
        Assert.Equal(73, matches.Count);
    }

    [DataTheory]
    [InlineData(EngineProfile.Exact)]
    [InlineData(EngineProfile.Fast)]
    public void Analyze_PhotoWithoutAFace_FindsNone(EngineProfile profile)
    {
        var without = Run(profile, _ => []).Where(r => r.Name.StartsWith("noface_", StringComparison.Ordinal)).ToList();
        Assert.Equal(10, without.Count);
        AssertNone(without.Where(r => r.Found.Count > 0).Select(r => $"{r.Name}: {string.Join(", ", r.Found.Select(f => f.Box))}"));
    }

    [DataTheory]
    [InlineData(EngineProfile.Exact)]
    [InlineData(EngineProfile.Fast)]
    public void Pairs_OneThreshold_DecidesAll(EngineProfile profile)
    {
        var vectors = Run(profile, g => g.Faces).ToDictionary(r => r.Name, r => r.Comparison.Matches.ToDictionary(m => Array.IndexOf(GoldenFaces(r.Name), m.Reference.Box[0]), m => m.Found.Embedding!));
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestData.At("golden", "pairs.json")));
        double same = 1, different = -1;
        foreach (var pair in document.RootElement.GetProperty("pairs").EnumerateArray())
        {
            double cosine = FaceComparison.CosineOf(Vector(pair, "a"), Vector(pair, "b"));
            if (pair.GetProperty("same").GetBoolean())
                same = Math.Min(same, cosine);
            else
                different = Math.Max(different, cosine);
        }

        double threshold = PackCatalog.Shipped.Read(Path.Combine(TestData.Repository, "models", Pack, "pack.yaml")).Pack!.VerifyThreshold!.Value;
        Assert.True(different < threshold && threshold < same, $"different people up to {different:0.000}, same person from {same:0.000}, threshold {threshold}");

        float[] Vector(JsonElement pair, string side) => vectors[Path.GetFileName(pair.GetProperty(side).GetString()!)][pair.GetProperty(side + "_face").GetInt32()];

        static float[] GoldenFaces(string name) => [.. GoldenPhoto.Load(name).Faces.Select(f => f.Box[0])];
    }

    private static IReadOnlyList<PackRun.PhotoResult> Run(EngineProfile profile, Func<GoldenPhoto, GoldenFace[]> reference) =>
        PackRun.Compare(Pack, new FaceEngineOptions { Profile = profile }, Threshold, reference);

    private static void AssertNone(IEnumerable<string> wrong) => Assert.True(!wrong.Any(), string.Join(Environment.NewLine, wrong));
}
