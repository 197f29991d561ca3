using System.Numerics.Tensors;
using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.SelfTest.Drawing;
using Argus.Testing;

namespace Argus.Inference.Tests.Faces;

/// <summary>Pictures of all shapes through the selftest pack.</summary>
public sealed class FaceEnginePictureTests(FaceEnginePictureTests.Engines engines) : IClassFixture<FaceEnginePictureTests.Engines>
{
    private float SameFace => engines.Fast.Pack.Pack.VerifyThreshold!.Value;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Analyze_TurnedPicture_GivesUprightCoordinates(int orientation)
    {
        var drawn = new DrawnFace(300, 180, 150, new FaceLook());
        byte[] jpeg = UprightCanvas.With(480, 640, drawn).ToJpeg(orientation);

        foreach (var engine in engines.All)
        {
            Assert.Null(engine.Analyze(jpeg, AnalyzeRequest.All, out var analysis));

            Assert.Equal((480, 640, orientation), (analysis!.Width, analysis.Height, analysis.Orientation));
            var box = Assert.Single(analysis.Faces).Box;
            Assert.Equal(drawn.Box, [box.X1, box.Y1, box.X2, box.Y2], (a, b) => Math.Abs(a - b) < 5);
        }
    }

    [Fact]
    public void Analyze_TurnedLargePicture_ScaledDecodeTurnsToo()
    {
        var drawn = new DrawnFace(2900, 1050, 900, new FaceLook());
        byte[] jpeg = UprightCanvas.With(3900, 2100, drawn).ToJpeg(6);

        Assert.Null(engines.Fast.Analyze(jpeg, AnalyzeRequest.All, out var analysis));

        Assert.Equal((3900, 2100), (analysis!.Width, analysis.Height));
        var box = Assert.Single(analysis.Faces).Box;
        Assert.Equal(drawn.Box, [box.X1, box.Y1, box.X2, box.Y2], (a, b) => Math.Abs(a - b) < 27);
    }

    [Fact]
    public void Analyze_SmallFaceInLargeJpeg_EmbedsFromTheFullPicture()
    {
        // Found in the picture at half its size, where the face has too few pixels for a crop of 112.
        byte[] jpeg = UprightCanvas.With(3840, 2880, new DrawnFace(1500, 1100, 230, FaceLook.FromSeed(3))).ToJpeg();
        Assert.Null(engines.Exact.Analyze(jpeg, AnalyzeRequest.All, out var exact));

        Assert.Null(engines.Fast.Analyze(jpeg, AnalyzeRequest.All, out var fast));

        var face = Assert.Single(fast!.Faces);
        Assert.InRange(TensorPrimitives.CosineSimilarity(Assert.Single(exact!.Faces).Embedding, face.Embedding), SameFace, 1.0001f);
        Assert.Equal(Embed(jpeg, int.MaxValue, face), face.Embedding);
        Assert.NotEqual(Embed(jpeg, 1920, face), face.Embedding);
    }

    [Fact]
    public void Analyze_LargeFaceInLargeJpeg_EmbedsFromTheScaledPicture()
    {
        byte[] jpeg = UprightCanvas.With(3840, 2880, new DrawnFace(1500, 1100, 700, FaceLook.FromSeed(3))).ToJpeg();
        Assert.Null(engines.Exact.Analyze(jpeg, AnalyzeRequest.All, out var exact));

        Assert.Null(engines.Fast.Analyze(jpeg, AnalyzeRequest.All, out var fast));

        var face = Assert.Single(fast!.Faces);
        Assert.InRange(TensorPrimitives.CosineSimilarity(Assert.Single(exact!.Faces).Embedding, face.Embedding), SameFace, 1.0001f);
        Assert.Equal(Embed(jpeg, 1920, face), face.Embedding);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3000)]
    [InlineData(3000, 1)]
    [InlineData(1, 60000)]
    [InlineData(60000, 1)]
    [InlineData(2, 1279)]
    [InlineData(641, 3)]
    public void Analyze_ExtremeShape_FindsNothingAndKeepsTheSize(int width, int height)
    {
        var canvas = new Canvas(width, height, new Rgb(255, 215, 70));
        foreach (var engine in engines.All)
        {
            foreach (byte[] file in (byte[][])[canvas.ToPng(), canvas.ToJpeg()])
            {
                Assert.Null(engine.Analyze(file, AnalyzeRequest.All, out var analysis));
                Assert.Equal((width, height), (analysis!.Width, analysis.Height));
                Assert.Empty(analysis.Faces);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3000)]
    [InlineData(3000, 1)]
    public void EmbedCrop_ExtremeShape_IsAVectorOfUnitLength(int width, int height)
    {
        Assert.Null(engines.Fast.EmbedCrop(new Canvas(width, height, new Rgb(255, 215, 70)).ToPng(), normalize: true, out var crop));

        Assert.False(crop!.Aligned);
        Assert.Equal(1, TensorPrimitives.Norm<float>(crop.Vector), 1e-5f);
    }

    [Theory]
    [InlineData(BigFacePass.Auto)]
    [InlineData(BigFacePass.Always)]
    public void Analyze_FaceThatFillsThePicture_IsFoundOnce(BigFacePass pass)
    {
        using var engine = engines.Load(new FaceEngineOptions { BigFaces = pass });
        foreach (var profile in engines.All.Append(engine))
        {
            // Too large for the main pass, and large enough for both.
            foreach (double size in (double[])[560, 260])
            {
                var drawn = new DrawnFace(320, 330, size, new FaceLook());
                Assert.Null(profile.Analyze(UprightCanvas.With(640, 640, drawn).ToPng(), AnalyzeRequest.All, out var analysis));
                var box = Assert.Single(analysis!.Faces).Box;
                Assert.Equal(drawn.Box, [box.X1, box.Y1, box.X2, box.Y2], (a, b) => Math.Abs(a - b) < 0.05 * size);
            }
        }
    }

    [Fact]
    public void Analyze_BigAndSmallFaces_AreAllFoundByFallingScore()
    {
        using var engine = engines.Load(new FaceEngineOptions { BigFaces = BigFacePass.Always });
        // The large one reaches out of the main pass's range, the small one out of the other's.
        byte[] png = UprightCanvas.With(640, 640, new DrawnFace(400, 380, 460, new FaceLook()), new DrawnFace(80, 80, 50, FaceLook.FromSeed(1))).ToPng();

        Assert.Null(engine.Analyze(png, AnalyzeRequest.All, out var analysis));

        Assert.Equal([50, 460], analysis!.Faces.Select(f => f.Box.Height).Order(), (a, b) => Math.Abs(a - b) < 0.06 * a);
        Assert.Equal(analysis.Faces.Select(f => f.Score).OrderDescending(), analysis.Faces.Select(f => f.Score));
    }

    private float[] Embed(byte[] jpeg, int minLongSide, Face face)
    {
        Assert.Null(new ImageDecoder(new ImageLimits()).Decode(jpeg, minLongSide, out var picture));
        using (picture)
        {
            var recognizer = new FaceRecognizer(engines.Fast.Pack.Files[ModelRole.Recognizer].File, engines.Fast.Sessions[ModelRole.Recognizer], pool: null);
            var toCrop = FaceAlignment.ToCrop(face.Landmarks!.Value, recognizer.Size);
            toCrop = toCrop.ForScaledSource((double)picture!.Width / picture.FullWidth, (double)picture.Height / picture.FullHeight);
            return Assert.Single(recognizer.Embed(picture, [toCrop], normalize: true, CancellationToken.None));
        }
    }

    /// <summary>The selftest pack in both profiles.</summary>
    public sealed class Engines : IDisposable
    {
        private readonly ResolvedPack _pack = ReferencePacks.Resolve(Path.Combine(TestData.Repository, "models", "selftest", "pack.yaml"));

        public Engines() => (Fast, Exact) = (Load(new FaceEngineOptions()), Load(new FaceEngineOptions { Profile = EngineProfile.Exact }));

        public FaceEngine Fast { get; }

        public FaceEngine Exact { get; }

        public FaceEngine[] All => [Fast, Exact];

        public FaceEngine Load(FaceEngineOptions options) => FaceEngine.Load(_pack, options);

        public void Dispose()
        {
            Fast.Dispose();
            Exact.Dispose();
        }
    }
}
