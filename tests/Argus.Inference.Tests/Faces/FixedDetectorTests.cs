using Argus.Inference.Faces;
using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Tests.Faces;

/// <summary>What the engine makes of a detector whose answer is known.</summary>
public sealed class FixedDetectorTests : IDisposable
{
    // The larger the face, the lower its score.
    private readonly FaceEngine _engine = FixedEngine.Load(ModelFamily.Scrfd, FixedEngine.Scrfd(landmarks: true, (1, 1, 4, 0.9f), (5, 1, 6, 0.8f), (1, 5, 8, 0.7f), (6, 6, 10, 0.6f)));

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Analyze_FourRows_AreFourFacesByFallingScore()
    {
        var faces = _engine.Find();

        Assert.Equal([0.9f, 0.8f, 0.7f, 0.6f], faces.Select(f => f.Score));
        Assert.Equal([new Box(4, 4, 12, 12), new Box(34, 2, 46, 14), new Box(0, 32, 16, 48), new Box(38, 38, 58, 58)], faces.Select(f => f.Box));
        Assert.All(faces, f => Assert.False(f.Unaligned));
    }

    [Theory]
    [InlineData(1, new[] { 0.6f })]
    [InlineData(2, new[] { 0.7f, 0.6f })]
    [InlineData(4, new[] { 0.9f, 0.8f, 0.7f, 0.6f })]
    [InlineData(100, new[] { 0.9f, 0.8f, 0.7f, 0.6f })]
    public void Analyze_MaxFaces_KeepsTheLargestByFallingScore(int most, float[] scores) =>
        Assert.Equal(scores, _engine.Find(new AnalyzeRequest { MaxFaces = most }).Select(f => f.Score));

    [Theory]
    [InlineData(8, 4)]
    [InlineData(9, 3)]
    [InlineData(16, 2)]
    [InlineData(17, 1)]
    [InlineData(21, 0)]
    public void Analyze_MinSize_DropsSmallerOnes(int size, int left) =>
        Assert.Equal(left, _engine.Find(new AnalyzeRequest { MinSize = size }).Count);

    [Theory]
    [InlineData(0.9f, 1)]
    [InlineData(0.8f, 2)]
    [InlineData(0.61f, 3)]
    [InlineData(0.91f, 0)]
    [InlineData(float.NaN, 0)]
    public void Analyze_Threshold_KeepsThoseAtOrAbove(float threshold, int left) =>
        Assert.Equal(left, _engine.Find(new AnalyzeRequest { Threshold = threshold }).Count);

    [Fact]
    public void Analyze_WithoutVectorsAndAttributes_FindsTheSameFaces()
    {
        var all = _engine.Find();
        var bare = _engine.Find(new AnalyzeRequest { Embedding = false, Attributes = false });

        Assert.All(all, f => Assert.True(f is { Embedding.Length: 128, Age: not null, Gender: not null }));
        Assert.All(bare, f => Assert.True(f is { Embedding: null, Age: null, Gender: null }));
        Assert.Equal(all.Select(f => (f.Box, f.Score, f.Landmarks)), bare.Select(f => (f.Box, f.Score, f.Landmarks)));
        Assert.All(_engine.Find(new AnalyzeRequest { Attributes = false }), f => Assert.True(f is { Embedding: not null, Age: null }));
        Assert.All(_engine.Find(new AnalyzeRequest { Embedding = false }), f => Assert.True(f is { Embedding: null, Age: not null }));
    }

    [Fact]
    public void Analyze_DetectorWithoutLandmarks_EmbedsTheBoxAndSaysSo()
    {
        using var engine = FixedEngine.Load(ModelFamily.Scrfd, FixedEngine.Scrfd(landmarks: false, (3, 3, 12, 0.9f)));

        var face = Assert.Single(engine.Find());
        Assert.True(face is { Unaligned: true, Landmarks: null, Embedding.Length: 128, Age: not null });
        Assert.False(Assert.Single(engine.Find(new AnalyzeRequest { Embedding = false })).Unaligned);
        Assert.Null(engine.EmbedCrop(FixedEngine.Picture, normalize: true, out var crop));
        Assert.False(crop!.Aligned);
    }

    [Fact]
    public void EmbedCrop_SeveralFaces_TakesTheLargest()
    {
        Assert.Null(_engine.EmbedCrop(FixedEngine.Picture, normalize: true, out var crop));

        Assert.True(crop!.Aligned);
        Assert.Equal(_engine.Find()[^1].Embedding, crop.Vector);
    }

    [Fact]
    public void Analyze_EveryRowAFace_IsBounded()
    {
        var outputs = new FakeOutputs();
        for (int i = 0; i < 6; i++)
            Array.Fill(outputs.Add(12800 >> 2 * (i % 3), i < 3 ? 1 : 4), i < 3 ? 0.9f : 0.05f);
        using var engine = FixedEngine.Load(ModelFamily.Scrfd, outputs.ToGraph(), size: 640);

        var faces = engine.Find(new AnalyzeRequest { Embedding = false, Attributes = false });

        Assert.InRange(faces.Count, 1000, Suppression.TopK);
        Assert.Single(engine.Find(new AnalyzeRequest { MaxFaces = 1 }));
    }

    [Fact]
    public void Load_PackWithoutDetector_SaysSo()
    {
        var pack = _engine.Pack with { Files = _engine.Pack.Files.Remove(ModelRole.Detector) };

        Assert.Contains("has no detector", Assert.Throws<ModelLoadException>(() => FaceEngine.Load(pack, new FaceEngineOptions())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelFamily.YuNet)]
    [InlineData(ModelFamily.RetinaFace)]
    [InlineData(ModelFamily.Embedding)]
    public void Load_DetectorOfAnotherFamily_NamesItsOutputs(ModelFamily family)
    {
        var e = Assert.Throws<ModelLoadException>(() => FixedEngine.Load(family, FixedEngine.Scrfd(landmarks: false)));

        Assert.Contains($"has 6 outputs (out0, out1, out2, out3, out4, out5): not a detector of the family {family}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_OutputsOfAnotherCanvas_SaysSoAndLeavesTheEngineUsable()
    {
        using var engine = FixedEngine.Load(ModelFamily.Scrfd, FixedEngine.Scrfd(landmarks: false, (3, 3, 12, 0.9f)), size: 96);

        for (int i = 0; i < 3; i++)
            Assert.Contains("not 288 rows of 1 floats", Assert.Throws<ModelLoadException>(() => engine.Find()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelFamily.Scrfd)]
    [InlineData(ModelFamily.YuNet)]
    [InlineData(ModelFamily.RetinaFace)]
    [InlineData(ModelFamily.UltraLight)]
    public void Analyze_OutputsOfAnyBits_GivesFiniteBoxesAndScoresOnly(ModelFamily family)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            using var engine = FixedEngine.Load(family, RandomBits(family, new Random(seed)));

            foreach (var face in engine.Find(new AnalyzeRequest { Threshold = 0 }))
            {
                Assert.True(float.IsFinite(face.Score) && float.IsFinite(face.Box.Width * face.Box.Height), $"{face.Score} {face.Box}");
                Assert.True(face.Box is { Width: > 0, Height: > 0 });
                for (int i = 0; face.Landmarks is { } points && i < 5; i++)
                    Assert.True(float.IsFinite(points[i].X) && float.IsFinite(points[i].Y));
            }
        }
    }

    [Fact]
    public void Analyze_RecognizerThatOverflows_ThrowsInsteadOfStoringIt()
    {
        var outputs = new FakeOutputs();
        outputs.Add(1, 128)[77] = float.NaN;
        using var engine = FixedEngine.Load(ModelFamily.Scrfd, FixedEngine.Scrfd(landmarks: true, (3, 3, 12, 0.9f)), recognizer: outputs.ToGraph());
        Assert.Single(engine.Find(new AnalyzeRequest { Embedding = false }));

        Assert.Throws<NotFiniteNumberException>(() => engine.Find());
        Assert.Throws<NotFiniteNumberException>(() => engine.EmbedCrop(FixedEngine.Picture, normalize: false, out _));
    }

    // One value in four is NaN or an infinity; the others are of any size.
    private static byte[] RandomBits(ModelFamily family, Random random)
    {
        float[] none = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue];
        var outputs = new FakeOutputs();
        void Add(int rows, int width)
        {
            foreach (ref float value in outputs.Add(rows, width).AsSpan())
                value = random.Next(4) == 0 ? none[random.Next(4)] : random.Next(2) == 0 ? random.NextSingle() : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        }

        switch (family)
        {
            case ModelFamily.RetinaFace or ModelFamily.UltraLight:
                int rows = family == ModelFamily.RetinaFace ? 2 * (64 + 16 + 4) : 3 * 64 + 2 * 16 + 2 * 4 + 3;
                foreach (int width in (int[])[2, 4, 10])
                    Add(rows, width);
                return outputs.ToGraph();
            default:
                int anchors = family == ModelFamily.Scrfd ? 2 : 1;
                foreach (int width in family == ModelFamily.Scrfd ? (int[])[1, 4, 10] : [1, 1, 4, 10])
                {
                    for (int level = 0; level < 3; level++)
                        Add(anchors * FixedEngine.Cells >> 2 * level, width);
                }

                return outputs.ToGraph(family == ModelFamily.Scrfd ? [] : YuNetHeadTests.Names);
        }
    }
}
