using System.Collections.Concurrent;
using Argus.Inference.Faces;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>Every reference detector on every photo: the same faces as the reference, within the tolerances that DATA.md calls honest.</summary>
public class DetectorAgreementTests
{
    private static readonly ConcurrentDictionary<(string, int), Lazy<FaceEngine>> Engines = new();
    private static readonly AnalyzeRequest DetectOnly = new() { Embedding = false, Attributes = false };

    [DataTheory]
    [InlineData("scrfd/det_500m.onnx", "det500m-mobilefacenet", 640)]
    [InlineData("scrfd/det_2.5g.onnx", "det2.5g", 640)]
    [InlineData("scrfd/det_500m.onnx@320", "det500m-mobilefacenet", 320)]
    [InlineData("scrfd/det_500m.onnx@128", "det500m-mobilefacenet", 128)]
    [InlineData("yunet/face_detection_yunet_2023mar.onnx", "yunet-2023mar", 640)]
    [InlineData("retinaface/retinaface_mobilenet025_640.onnx", "retinaface", 640)]
    [InlineData("ultralight/version-RFB-320.onnx", "ultralight-320", 320)]
    [InlineData("ultralight/version-RFB-640.onnx", "ultralight-640", 640)]
    public void Exact_EveryPhoto_FindsTheReferenceFaces(string detector, string pack, int size)
    {
        var engine = Engine(pack, size);
        var wrong = new List<string>();
        foreach (string name in GoldenPhoto.Names)
        {
            var golden = GoldenPhoto.Load(name);
            var reference = golden.Detectors[detector];
            Assert.Null(engine.Analyze(golden.Bytes(), DetectOnly, out var analysis));
            Assert.Equal((golden.Decode.Width, golden.Decode.Height), (analysis!.Width, analysis.Height));
            var c = FaceComparison.Compare(reference.Faces, analysis.Faces, reference.Threshold);
            if (c.Missing > 0 || c.Extra > 0 || c.Box > 0.01 || c.Points > 0.01 || c.Score > 0.01)
                wrong.Add($"{name}: {c.Missing} missing, {c.Extra} extra, box {c.Box:0.0000}, points {c.Points:0.0000}, score {c.Score:0.0000}");
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [DataFact]
    public void Fast_DetectionAloneFromScaledPictures_FindsTheReferenceFaces()
    {
        using var engine = FaceEngine.Load(ReferencePacks.Named("det500m-mobilefacenet"), new FaceEngineOptions());
        var wrong = new List<string>();
        foreach (string name in GoldenPhoto.Names.Where(n => n is not ("tom_hanks_112.png" or EmbeddingAgreementTests.OnItsSide)))
        {
            var golden = GoldenPhoto.Load(name);
            Assert.Null(engine.Analyze(golden.Bytes(), DetectOnly, out var analysis));
            var c = FaceComparison.Compare(golden.Faces, analysis!.Faces, 0.5);
            if (c.Missing > 0 || c.Extra > 0 || c.Box > 0.03 || c.Points > 0.03)
                wrong.Add($"{name}: {c.Missing} missing, {c.Extra} extra, box {c.Box:0.0000}, points {c.Points:0.0000}, score {c.Score:0.0000}");
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static FaceEngine Engine(string pack, int size) => Engines.GetOrAdd((pack, size), key => new(() => FaceEngine.Load(
        ReferencePacks.Named(key.Item1),
        new FaceEngineOptions { Profile = EngineProfile.Exact, DetectorSize = key.Item2, BigFaces = BigFacePass.Never }))).Value;
}
