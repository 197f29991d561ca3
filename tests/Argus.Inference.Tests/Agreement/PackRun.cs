using System.Collections.Concurrent;
using Argus.Inference.Faces;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>Every photo through one pack, once for all tests: what was found, and how far it is from a reference.</summary>
internal static class PackRun
{
    private static readonly ConcurrentDictionary<(string Pack, FaceEngineOptions Options), Lazy<IReadOnlyList<(GoldenPhoto Golden, IReadOnlyList<Face> Found)>>> Runs = new();

    /// <summary>Runs a shipped pack or one of tests/packs and compares with what <paramref name="reference"/> picks from the golden values.</summary>
    public static IReadOnlyList<PhotoResult> Compare(string pack, FaceEngineOptions options, double threshold, Func<GoldenPhoto, GoldenFace[]> reference) =>
    [
        .. Runs.GetOrAdd((pack, options), key => new(() => Run(key.Pack, key.Options))).Value
            .Select(r => new PhotoResult(Path.GetFileName(r.Golden.Photo), r.Found, FaceComparison.Compare(reference(r.Golden), r.Found, threshold))),
    ];

    private static List<(GoldenPhoto Golden, IReadOnlyList<Face> Found)> Run(string pack, FaceEngineOptions options)
    {
        string shipped = Path.Combine(TestData.Repository, "models", pack, "pack.yaml");
        using var engine = FaceEngine.Load(File.Exists(shipped) ? ReferencePacks.Resolve(shipped) : ReferencePacks.Named(pack), options);
        return [.. GoldenPhoto.Names.Select(GoldenPhoto.Load).Select(golden =>
        {
            Assert.Null(engine.Analyze(golden.Bytes(), new AnalyzeRequest { Attributes = false }, out var analysis));
            return (golden, analysis!.Faces);
        })];
    }

    /// <summary>One photo.</summary>
    public sealed record PhotoResult(string Name, IReadOnlyList<Face> Found, FaceComparison Comparison)
    {
        public override string ToString() =>
            $"{Name}: {Comparison.Missing} missing, {Comparison.Extra} extra, box {Comparison.Box:0.0000}, points {Comparison.Points:0.0000}, score {Comparison.Score:0.0000}";
    }
}
