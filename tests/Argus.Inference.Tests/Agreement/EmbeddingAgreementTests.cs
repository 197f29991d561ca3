using System.Text.Json;
using Argus.Inference.Faces;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>det_500m with MobileFaceNet on every photo, as users get it: both profiles, big-face pass included.</summary>
public sealed class EmbeddingAgreementTests(EmbeddingAgreementTests.Results results) : IClassFixture<EmbeddingAgreementTests.Results>
{
    // A face lying on its side: two anchors score within 0.0003 of each other and place the points differently. The smaller canvas swaps them, as one
    // grey level of noise does on the square canvas (tests/Argus.Benchmarks/results/agreement.md).
    internal const string OnItsSide = "kun_r90.jpg";

    [DataTheory]
    [InlineData(EngineProfile.Exact, 0.01, 0.01)]
    [InlineData(EngineProfile.Fast, 0.03, 0.03)]
    public void Analyze_EveryPhoto_FindsTheReferenceFaces(EngineProfile profile, double box, double score)
    {
        var wrong = results.Of(profile).Where(r => r.Name != "tom_hanks_112.png" && !Listed(profile, r.Name) && (r.Comparison.Missing > 0 || r.Comparison.Extra > 0
            || r.Comparison.Box > box || r.Comparison.Points > box || r.Comparison.Score > score)).Select(Describe).ToList();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [DataTheory]
    [InlineData(EngineProfile.Exact, 0.9985, 0.9995)]
    [InlineData(EngineProfile.Fast, -1, 0.98)]
    public void Analyze_EveryPhoto_EmbedsAsTheReference(EngineProfile profile, double all, double from60Pixels)
    {
        var wrong = results.Of(profile).Where(r => !Listed(profile, r.Name)).SelectMany(r => r.Comparison.Matches.Select(m => (r.Name, Match: m)))
            .Where(m => m.Match.Cosine < (m.Match.Reference.Size >= 60 ? from60Pixels : all))
            .Select(m => $"{m.Name}: face of {m.Match.Reference.Size:0} pixels, cosine {m.Match.Cosine:0.00000}").ToList();
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [DataFact]
    public void Analyze_FaceOnItsSide_StaysWithinWhatOneGreyLevelOfNoiseDoes()
    {
        var match = Assert.Single(results.Of(EngineProfile.Fast).Single(r => r.Name == OnItsSide).Comparison.Matches);
        Assert.InRange(match.Box, 0, 0.03);
        Assert.InRange(match.Points, 0, 0.07);
        Assert.InRange(match.Score, 0, 0.001);
        Assert.InRange(match.Cosine, 0.87, 1);
    }

    [DataTheory]
    [InlineData(EngineProfile.Exact)]
    [InlineData(EngineProfile.Fast)]
    public void Analyze_FaceThatFillsThePicture_IsFound(EngineProfile profile)
    {
        var faces = results.Of(profile).Single(r => r.Name == "tom_hanks_112.png").Found;
        var face = Assert.Single(faces);
        Assert.True(face.Box.Height > 70, $"{face.Box}");
    }

    [DataTheory]
    [InlineData(EngineProfile.Exact)]
    [InlineData(EngineProfile.Fast)]
    public void Analyze_PhotoWithoutAFace_FindsNone(EngineProfile profile) =>
        Assert.All(results.Of(profile).Where(r => r.Name.StartsWith("noface_", StringComparison.Ordinal)), r => Assert.Empty(r.Found));

    [DataTheory]
    [InlineData(EngineProfile.Exact)]
    [InlineData(EngineProfile.Fast)]
    public void Pairs_OneThreshold_DecidesAll(EngineProfile profile)
    {
        var vectors = results.Of(profile).ToDictionary(r => r.Name, r => r.Comparison.Matches.ToDictionary(m => m.Reference, m => m.Found.Embedding!));
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

        double threshold = ReferencePacks.Named("det500m-mobilefacenet").Pack.VerifyThreshold!.Value;
        Assert.True(different < threshold && threshold < same, $"different people up to {different:0.000}, same person from {same:0.000}, threshold {threshold}");

        float[] Vector(JsonElement pair, string side)
        {
            string name = Path.GetFileName(pair.GetProperty(side).GetString()!);
            var reference = results.Golden[name].Faces[pair.GetProperty(side + "_face").GetInt32()];
            return vectors[name].TryGetValue(reference, out float[]? own) ? own : reference.Embedding!;
        }
    }

    private static bool Listed(EngineProfile profile, string name) => profile == EngineProfile.Fast && name == OnItsSide;

    private static string Describe(PhotoResult r) =>
        $"{r.Name}: {r.Comparison.Missing} missing, {r.Comparison.Extra} extra, box {r.Comparison.Box:0.0000}, points {r.Comparison.Points:0.0000}, score {r.Comparison.Score:0.0000}";

    /// <summary>Every photo once per profile.</summary>
    public sealed class Results
    {
        private readonly Dictionary<EngineProfile, Lazy<IReadOnlyList<PhotoResult>>> _byProfile;

        public Results()
        {
            Golden = TestData.Root is null ? [] : GoldenPhoto.Names.ToDictionary(n => n, GoldenPhoto.Load);
            _byProfile = Enum.GetValues<EngineProfile>().ToDictionary(p => p, p => new Lazy<IReadOnlyList<PhotoResult>>(() => Run(p)));
        }

        public Dictionary<string, GoldenPhoto> Golden { get; }

        public IReadOnlyList<PhotoResult> Of(EngineProfile profile) => _byProfile[profile].Value;

        private List<PhotoResult> Run(EngineProfile profile)
        {
            using var engine = FaceEngine.Load(ReferencePacks.Named("det500m-mobilefacenet"), new FaceEngineOptions { Profile = profile });
            return [.. Golden.Select(g =>
            {
                Assert.Null(engine.Analyze(g.Value.Bytes(), new AnalyzeRequest { Attributes = false }, out var analysis));
                return new PhotoResult(g.Key, analysis!.Faces, FaceComparison.Compare(g.Value.Faces, analysis.Faces, 0.5));
            })];
        }
    }

    public sealed record PhotoResult(string Name, IReadOnlyList<Face> Found, FaceComparison Comparison);
}
