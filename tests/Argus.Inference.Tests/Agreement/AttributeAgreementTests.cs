using Argus.Inference.Faces;
using Argus.Inference.Models;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>Age and gender of every reference face, in both published forms and on both crops.</summary>
public class AttributeAgreementTests
{
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
                if (!expected.IsAge(match.Found.Age!.Value) || expected.Gender != gender)
                    wrong.Add($"{golden.Photo} face of {match.Reference.Size:0} pixels: {gender} {match.Found.Age}, reference {expected.Gender} {expected.Age}");
            }
        }

        Assert.True(compared > 150, $"{compared} faces");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }
}
