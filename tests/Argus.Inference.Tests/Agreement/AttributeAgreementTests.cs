using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>Age and gender of every reference face, in both published forms and on both crops.</summary>
public class AttributeAgreementTests
{
    // The reference's age is 17.507 and is rounded. On some processors the detector's points differ in the last digits, and so does the crop.
    private const string OnTheTurn = "photos/crowd100.jpg face of 24 pixels: female 17, reference female 18";

    [DataTheory]
    [InlineData("det500m-mobilefacenet", FitMode.AlignedFace, "genderage/genderage_112_fc202.onnx on aligned crop")]
    [InlineData("det500m-mobilefacenet-fc3", FitMode.AlignedFace, "genderage/genderage_112_fc3.onnx on aligned crop")]
    [InlineData("det500m-mobilefacenet-fc3", FitMode.BoxFace, "genderage/genderage_112_fc3.onnx on box crop")]
    public void Analyze_EveryPhoto_EstimatesAsTheReference(string name, FitMode fit, string key)
    {
        var pack = ReferencePacks.Named(name);
        var file = pack.Files[ModelRole.Attributes];
        file = file with { File = file.File with { Input = file.File.Input with { Fit = fit } } };
        pack = pack with { Files = pack.Files.SetItem(ModelRole.Attributes, file) };
        using var engine = FaceEngine.Load(pack, new FaceEngineOptions { Profile = EngineProfile.Exact });
        var wrong = new List<string>();
        int compared = 0;
        foreach (var golden in GoldenPhoto.Names.Select(GoldenPhoto.Load))
        {
            Assert.Null(engine.Analyze(golden.Bytes(), new AnalyzeRequest { Embedding = false }, out var analysis));
            foreach (var match in FaceComparison.Compare(golden.Faces, analysis!.Faces, 0.5).Matches)
            {
                var expected = match.Reference.GenderAge![key];
                string gender = match.Found.Gender.ToString()!.ToLowerInvariant();
                compared++;
                string difference = $"{golden.Photo} face of {match.Reference.Size:0} pixels: {gender} {match.Found.Age}, reference {expected.Gender} {expected.Age}";
                if ((expected.Age != match.Found.Age || expected.Gender != gender) && (fit == FitMode.BoxFace || difference != OnTheTurn))
                    wrong.Add(difference);
            }
        }

        Assert.True(compared > 150, $"{compared} faces");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [DataFact]
    public void Estimate_FaceOnTheTurnOfAYear_IsTheReferencesOnItsOwnCrop()
    {
        var pack = ReferencePacks.Named("det500m-mobilefacenet-fc3");
        var file = pack.Files[ModelRole.Attributes].File;
        using var engine = FaceEngine.Load(pack, new FaceEngineOptions { Profile = EngineProfile.Exact });
        var attributes = new FaceAttributes(file with { Input = file.Input with { Fit = FitMode.AlignedFace } }, engine.Sessions[ModelRole.Attributes], pool: null);
        var golden = GoldenPhoto.Load("crowd100.jpg");
        double[][] rows = golden.Faces[22].AlignMatrix!;
        Assert.Null(new ImageDecoder(new ImageLimits()).Decode(golden.Bytes(), int.MaxValue, out var photo));
        using (photo)
        {
            var toCrop = new Affine(rows[0][0], rows[0][1], rows[0][2], rows[1][0], rows[1][1], rows[1][2]);

            Assert.Equal((Gender.Female, 18), Assert.Single(attributes.Estimate(photo!, [toCrop], CancellationToken.None)));
        }
    }
}
