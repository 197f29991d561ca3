using System.Numerics.Tensors;
using Argus.Inference.Faces;
using Argus.SelfTest.Drawing;

namespace Argus.Inference.Tests.SelfTest;

public sealed class SelfTestAnalysisTests(SelfTestEngine engine) : IClassFixture<SelfTestEngine>
{
    private float Threshold => engine.Faces.Pack.Pack.VerifyThreshold!.Value;

    [Fact]
    public void Embedding_SameFaceElsewhere_IsAboveTheThreshold()
    {
        for (int seed = 100; seed < 120; seed++)
        {
            var look = FaceLook.FromSeed(seed);
            float[] reference = Embed(new DrawnFace(320, 240, 200, look));
            foreach (var face in (DrawnFace[])[new(321, 242, 200, look), new(200, 260, 230, look), new(400, 200, 150, look), new(250, 250, 120, look)])
                Assert.InRange(TensorPrimitives.CosineSimilarity(reference, Embed(face)), Threshold, 1.0001f);
        }
    }

    [Fact]
    public void Embedding_SameFaceBeforeAnotherBackground_IsAboveTheThreshold()
    {
        float[] plain = Embed(SamplePicture.Face);
        float[] outside = Assert.Single(engine.Find(SamplePicture.Draw().ToPng())).Embedding!;
        Assert.InRange(TensorPrimitives.CosineSimilarity(plain, outside), Threshold, 1.0001f);
    }

    [Fact]
    public void Embedding_OtherFaces_IsBelowTheThreshold()
    {
        float[][] faces = [.. Enumerable.Range(200, 40).Select(seed => Embed(new DrawnFace(320, 240, 200, FaceLook.FromSeed(seed))))];
        var similar = from a in Enumerable.Range(0, faces.Length)
                      from b in Enumerable.Range(0, a)
                      where TensorPrimitives.CosineSimilarity(faces[a], faces[b]) >= Threshold
                      select (a, b);
        Assert.Empty(similar);
    }

    [Fact]
    public void Attributes_HairColour_DecidesGenderAndAge()
    {
        var redYoung = Find(new Rgb(120, 60, 40));
        var redOld = Find(new Rgb(230, 190, 180));
        var blue = Find(new Rgb(30, 110, 170));
        Assert.Equal((Gender.Female, Gender.Female, Gender.Male), (redYoung.Gender, redOld.Gender, blue.Gender));
        Assert.InRange(redYoung.Age!.Value, 25, 38);
        Assert.InRange(redOld.Age!.Value, 65, 80);
    }

    [Fact]
    public void Encode_PicturesAlikeAndUnlike_TellsThemApart()
    {
        float[] sample = Encode(SamplePicture.Draw());
        var face = new Canvas(640, 480, SelfTestEngine.Background);
        new DrawnFace(320, 240, 240, new FaceLook()).Draw(face);
        var shifted = new Canvas(640, 480, SelfTestEngine.Background);
        new DrawnFace(326, 244, 240, new FaceLook()).Draw(shifted);
        Assert.Equal(512, sample.Length);
        Assert.InRange(TensorPrimitives.CosineSimilarity(Encode(face), Encode(shifted)), 0.95f, 1.0001f);
        Assert.InRange(TensorPrimitives.CosineSimilarity(Encode(face), sample), -1, 0.9f);
    }

    private Face Find(Rgb hair) => Assert.Single(engine.Find(640, 480, new DrawnFace(320, 240, 200, new FaceLook { Hair = hair })));

    private float[] Embed(DrawnFace face) => Assert.Single(engine.Find(640, 480, face)).Embedding!;

    private float[] Encode(Canvas canvas)
    {
        Assert.Null(engine.Images.Encode(canvas.ToPng(), out float[]? embedding));
        return embedding!;
    }
}
