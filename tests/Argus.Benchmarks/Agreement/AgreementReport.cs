using System.Globalization;
using System.Text;
using Argus.Inference.Faces;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Benchmarks.Agreement;

/// <summary><c>./argus bench agreement</c>: how far every detector, vector and estimate is from the reference, and on which photo.</summary>
internal static class AgreementReport
{
    private static readonly (string Detector, string Pack, int Size)[] Detectors =
    [
        ("scrfd/det_500m.onnx", "det500m-mobilefacenet", 640),
        ("scrfd/det_500m.onnx@320", "det500m-mobilefacenet", 320),
        ("scrfd/det_500m.onnx@128", "det500m-mobilefacenet", 128),
        ("scrfd/det_2.5g.onnx", "det2.5g", 640),
        ("yunet/face_detection_yunet_2023mar.onnx", "yunet-2023mar", 640),
        ("retinaface/retinaface_mobilenet025_640.onnx", "retinaface", 640),
        ("ultralight/version-RFB-320.onnx", "ultralight-320", 320),
        ("ultralight/version-RFB-640.onnx", "ultralight-640", 640),
    ];

    public static string Render()
    {
        var text = new StringBuilder();
        text.AppendLine("Largest deviation from the reference over all photos; boxes and points in parts of the face size, the photo in brackets.");
        text.AppendLine();
        text.AppendLine("| detector | profile | faces | missing | extra | box | points | score |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        var request = new AnalyzeRequest { Embedding = false, Attributes = false };
        foreach (var (detector, pack, size) in Detectors)
        {
            var rows = Compare(pack, new FaceEngineOptions { Profile = EngineProfile.Exact, DetectorSize = size, BigFaces = BigFacePass.Never }, request, g => (g.Detectors[detector].Faces, g.Detectors[detector].Threshold));
            Row(text, detector, "exact", rows);
        }

        foreach (var profile in Enum.GetValues<EngineProfile>())
        {
            Served(text, "det500m-mobilefacenet", profile, 0.5, g => g.Faces, g => g.Faces);
            Served(text, Path.Combine("..", "..", "models", "yunet-mobilefacenet", "pack"), profile, 0.6, g => g.Detectors["yunet/face_detection_yunet_2023mar.onnx"].Faces, g => g.FacesYunet);
        }

        return text.ToString();
    }

    // A pack as it is served: the 128-pixel pass where it is wanted, vectors too.
    private static void Served(StringBuilder text, string pack, EngineProfile profile, double threshold, Func<GoldenPhoto, GoldenFace[]> faces, Func<GoldenPhoto, GoldenFace[]> embedded)
    {
        string name = ReferencePacks.Named(pack).Pack.Name, how = profile.ToString().ToLowerInvariant();
        var options = new FaceEngineOptions { Profile = profile };
        var request = new AnalyzeRequest { Attributes = false };
        Row(text, $"pack {name} as served", how, Compare(pack, options, request, g => (faces(g), threshold)));
        var matches = Compare(pack, options, request, g => (embedded(g), threshold)).SelectMany(r => r.Comparison.Matches.Select(m => (r.Photo, Match: m))).ToList();
        text.AppendLine(CultureInfo.InvariantCulture, $"| vectors of {name} | {how} | {matches.Count} | | | least cosine {Least(matches)} | from 60 pixels {Least([.. matches.Where(m => m.Match.Reference.Size >= 60)])} | |");
    }

    private static List<(string Photo, FaceComparison Comparison)> Compare(string pack, FaceEngineOptions options, AnalyzeRequest request, Func<GoldenPhoto, (GoldenFace[] Faces, double Threshold)> reference)
    {
        using var engine = FaceEngine.Load(ReferencePacks.Named(pack), options);
        return
        [
            .. GoldenPhoto.Names.Select(name =>
            {
                var golden = GoldenPhoto.Load(name);
                if (engine.Analyze(golden.Bytes(), request, out var analysis) is { } fault)
                    throw new InvalidOperationException($"{name}: {fault.Detail}");
                var (faces, threshold) = reference(golden);
                return (name, FaceComparison.Compare(faces, analysis!.Faces, threshold));
            }),
        ];
    }

    private static void Row(StringBuilder text, string detector, string profile, List<(string Photo, FaceComparison Comparison)> rows)
    {
        string Most(Func<FaceComparison, double> value)
        {
            var (photo, comparison) = rows.MaxBy(r => value(r.Comparison));
            return string.Create(CultureInfo.InvariantCulture, $"{value(comparison):0.0000} ({photo})");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| {detector} | {profile} | {rows.Sum(r => r.Comparison.Matches.Count)} | {Names(rows, c => c.Missing)} | {Names(rows, c => c.Extra)} | {Most(c => c.Box)} | {Most(c => c.Points)} | {Most(c => c.Score)} |");
    }

    private static string Names(List<(string Photo, FaceComparison Comparison)> rows, Func<FaceComparison, int> count)
    {
        var hit = rows.Where(r => count(r.Comparison) > 0).ToList();
        return hit.Count == 0 ? "0" : string.Join(", ", hit.Select(r => $"{count(r.Comparison)} ({r.Photo})"));
    }

    private static string Least(List<(string Photo, FaceComparison.Match Match)> matches)
    {
        var (photo, match) = matches.MinBy(m => m.Match.Cosine);
        return string.Create(CultureInfo.InvariantCulture, $"{match.Cosine:0.00000} ({photo})");
    }
}
