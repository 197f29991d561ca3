using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Testing;

namespace Argus.Inference.Tests.Faces;

/// <summary>The engine on a canvas of 64 x 64, with a graph that always answers the same and the rest of the selftest pack.</summary>
internal static class FixedEngine
{
    /// <summary>Rows of one anchor at stride 8 of the canvas; a quarter at each further stride.</summary>
    public const int Cells = 64;

    /// <summary>A plain picture of the canvas's size.</summary>
    public static byte[] Picture { get; } = PngWriter.Encode(new byte[64 * 64 * 3], 64, 64);

    private static ResolvedPack SelfTest { get; } = ReferencePacks.Resolve(Path.Combine(TestData.Repository, "models", "selftest", "pack.yaml"));

    /// <summary>Loads the engine with a detector of a family and, where given, a recognizer of 128 values.</summary>
    public static FaceEngine Load(ModelFamily family, byte[] detector, int size = 64, byte[]? recognizer = null)
    {
        var folder = Directory.CreateTempSubdirectory("argus-faces-");
        try
        {
            ResolvedFile Save(byte[] graph, ModelFile file)
            {
                string path = Path.Combine(folder.FullName, $"{file.Role}.onnx");
                File.WriteAllBytes(path, graph);
                return new ResolvedFile(file, path);
            }

            // Ultra-Light alone has its picture stretched, to a size that it declares.
            var input = family == ModelFamily.UltraLight ? new InputContract { Fit = FitMode.Stretch, Height = size, Width = size } : new InputContract();
            var files = SelfTest.Files.SetItem(
                ModelRole.Detector,
                Save(detector, SelfTest.Files[ModelRole.Detector].File with { Input = input, Output = new OutputContract { Family = family } }));
            if (recognizer is not null)
                files = files.SetItem(ModelRole.Recognizer, Save(recognizer, SelfTest.Files[ModelRole.Recognizer].File));
            return FaceEngine.Load(SelfTest with { Files = files }, new FaceEngineOptions { Profile = EngineProfile.Exact, DetectorSize = size, BigFaces = BigFacePass.Never });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Finds faces in <see cref="Picture"/>.</summary>
    public static IReadOnlyList<Face> Find(this FaceEngine engine, AnalyzeRequest? request = null)
    {
        Assert.Null(engine.Analyze(Picture, request ?? AnalyzeRequest.All, out var analysis));
        return analysis!.Faces;
    }

    /// <summary>SCRFD with two anchors a cell and boxes around cells of stride 8: middle, half a side and score each.</summary>
    public static byte[] Scrfd(bool landmarks, params ReadOnlySpan<(int Column, int Row, float Half, float Score)> faces)
    {
        var outputs = new FakeOutputs();
        var first = new List<float[]>();
        foreach (int width in landmarks ? (int[])[1, 4, 10] : [1, 4])
        {
            first.Add(outputs.Add(2 * Cells, width));
            outputs.Add(2 * Cells / 4, width);
            outputs.Add(2 * Cells / 16, width);
        }

        foreach (var (column, row, half, score) in faces)
        {
            int at = 2 * (row * 8 + column);
            first[0][at] = score;
            first[1].AsSpan(4 * at, 4).Fill(half / 8);
            if (landmarks)
                ((ReadOnlySpan<float>)[-0.4f, -0.3f, 0.4f, -0.3f, 0, 0.1f, -0.3f, 0.5f, 0.3f, 0.5f]).CopyTo(first[2].AsSpan(10 * at));
        }

        return outputs.ToGraph();
    }
}
