using Argus.Inference.Faces;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>The pass at twice the detector's size where the canvas is too small for the faces.</summary>
public class SmallFaceTests
{
    [DataFact]
    public void Analyze_GroupOnASmallCanvas_FindsMoreAndMovesNone()
    {
        var request = new AnalyzeRequest { Embedding = false, Attributes = false };
        var options = new FaceEngineOptions { DetectorSize = 128, Profile = EngineProfile.Exact };
        byte[] group = GoldenPhoto.Load("group19.jpg").Bytes();
        using var plain = FaceEngine.Load(ReferencePacks.Named("det500m-mobilefacenet"), options);
        using var twice = FaceEngine.Load(ReferencePacks.Named("det500m-mobilefacenet"), options with { SmallFaces = SmallFacePass.Always });
        Assert.Null(plain.Analyze(group, request, out var without));
        Assert.Null(twice.Analyze(group, request, out var with));
        Assert.True(with!.Faces.Count >= without!.Faces.Count + 8, $"{without.Faces.Count} faces, then {with.Faces.Count}");
        Assert.All(without.Faces, f => Assert.Contains(f, with.Faces));
    }
}
