using Argus.Inference.Faces;
using Argus.SelfTest.Drawing;
using Argus.Testing;

namespace Argus.Inference.Tests.SelfTest;

public sealed class SelfTestDetectionTests(SelfTestEngine engine) : IClassFixture<SelfTestEngine>
{
    public static TheoryData<string> Photos => TestData.Root is null
        ? ["none"]
        : [.. Directory.GetFiles(TestData.At("photos")).Where(f => Path.GetExtension(f) != ".md").Select(f => Path.GetFileName(f)).Order()];

    [Fact]
    public void Analyze_SamplePicture_FindsItsFace() =>
        Check(SamplePicture.Face, Assert.Single(engine.Find(File.ReadAllBytes(Path.Combine(SelfTestEngine.Folder, "face.png")))));

    [Theory]
    [InlineData(24)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(46)]
    [InlineData(58)]
    [InlineData(70)]
    [InlineData(90)]
    [InlineData(120)]
    [InlineData(150)]
    [InlineData(190)]
    [InlineData(235)]
    [InlineData(280)]
    public void Analyze_AnySizeAndPlace_FindsTheFaceWhereItIs(int size)
    {
        var random = new Random(2026 + size);
        for (int i = 0; i < 12; i++)
        {
            double x = size * 0.6 + random.NextDouble() * (640 - size * 1.2), y = size * 0.7 + random.NextDouble() * (480 - size * 1.4);
            var drawn = new DrawnFace(x, y, size, new FaceLook());
            Check(drawn, Assert.Single(engine.Find(640, 480, drawn)));
            // Another fringe bares more or less of the forehead, which moves the centre of what is seen of the skin.
            var other = drawn with { Look = FaceLook.FromSeed(12 * size + i) };
            Check(other, Assert.Single(engine.Find(640, 480, other)), 0.06f);
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(560)]
    public void Analyze_FaceThatFillsThePicture_IsFoundByTheSmallPass(int size)
    {
        var drawn = new DrawnFace(320, 330, size, new FaceLook());
        Check(drawn, Assert.Single(engine.Find(640, 640, drawn)), 0.05f);
    }

    [Fact]
    public void Analyze_ManyFaces_FindsEach()
    {
        DrawnFace[] drawn =
        [
            .. Enumerable.Range(0, 8).Select(i => new DrawnFace(90 + i % 4 * 150, 110 + i / 4 * 210, 50 + 5 * i, FaceLook.FromSeed(i))),
        ];
        var found = engine.Find(640, 480, drawn);
        Assert.Equal(drawn.Length, found.Count);
        foreach (var face in drawn)
            Check(face, found.MinBy(f => Math.Abs(f.Box.X1 - face.Box[0]) + Math.Abs(f.Box.Y1 - face.Box[1]))!, 0.06f);
    }

    [Fact]
    public void Analyze_LargePicture_ScalesTheFaceBack()
    {
        var drawn = new DrawnFace(1500, 700, 500, new FaceLook());
        Check(drawn, Assert.Single(engine.Find(2400, 1300, drawn)));
    }

    [Fact]
    public void Analyze_EmptyPicture_FindsNothing()
    {
        Assert.Empty(engine.Find(640, 480));
        Assert.Empty(engine.Find(1, 1));
        Assert.Empty(engine.Find(new Canvas(300, 200, new Rgb(255, 215, 70)).ToPng()));
    }

    [Theory]
    [InlineData(1.0, false)]
    [InlineData(0.8, true)]
    [InlineData(0.3, true)]
    public void Analyze_SkinWithoutTheFace_FindsNothing(double aspect, bool ink)
    {
        var canvas = new Canvas(640, 480, SelfTestEngine.Background);
        canvas.FillEllipse(320, 240, 100 * aspect, 100, new Rgb(255, 215, 70));
        // More than the eyes and the mouth together.
        if (ink)
            canvas.FillEllipse(320, 240, 50 * aspect, 60, new Rgb(70, 30, 140));
        Assert.Empty(engine.Find(canvas.ToPng()));
    }

    [DataTheory]
    [MemberData(nameof(Photos))]
    public void Analyze_RealPhoto_FindsNothing(string photo) =>
        Assert.Empty(engine.Find(File.ReadAllBytes(TestData.At("photos", photo))));

    private static void Check(DrawnFace drawn, Face found, float tolerance = 0.03f)
    {
        float slack = Math.Max(1.2f, (float)drawn.Height * tolerance);
        Assert.InRange(found.Score, 0.8f, 1);
        float[] box = [found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2];
        for (int i = 0; i < 4; i++)
            Assert.Equal(drawn.Box[i], box[i], slack);
        var expected = (drawn with { Look = new FaceLook() }).Landmarks;
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(expected[i][0], found.Landmarks!.Value[i].X, slack);
            Assert.Equal(expected[i][1], found.Landmarks!.Value[i].Y, slack);
        }
    }
}
