using System.Security.Cryptography;
using System.Text;
using Argus.Inference.Models;
using Argus.SelfTest.Drawing;
using Argus.SelfTest.Graphs;

namespace Argus.SelfTest;

/// <summary>The <c>selftest</c> pack: graphs with the contracts of the real ones that know one drawn face, and its picture.</summary>
public static class SelfTestPack
{
    /// <summary>Every file of the pack's folder by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["detector.onnx"] = DetectorGraph.Build(),
            ["recognizer.onnx"] = ProjectionGraph.Recognizer(),
            ["attributes.onnx"] = AttributesGraph.Build(),
            ["encoder.onnx"] = ProjectionGraph.Encoder(),
            ["face.png"] = SamplePicture.Draw().ToPng(),
        };
        // The head names the digest that the graphs have together, which no head changes.
        files["classes.json"] = ClassHead.Build(ContractDigest.Compute(PackManifest.Parse(Manifest(files, "")).Pack!.Files));
        files["pack.yaml"] = Encoding.UTF8.GetBytes(Manifest(files, $$"""

            {{Entry(files, "classes.json", "classifier-head")}}
                  output: { family: centroids }
            """));
        return files;
    }

    private static string Entry(SortedDictionary<string, byte[]> files, string name, string role) => $"""
                - name: {name}
                  role: {role}
                  bytes: {files[name].Length}
                  sha256: {Convert.ToHexStringLower(SHA256.HashData(files[name]))}
            """;

    private static string Manifest(SortedDictionary<string, byte[]> files, string head)
    {
        return $$"""
            # Written by tools/Argus.SelfTest together with the files that lie beside it.
            apiVersion: argus.dev/v1alpha1
            kind: ModelPack
            metadata:
              name: selftest
            spec:
              description: Tiny graphs of our own that find one drawn face. They prove the wiring and know nothing of real faces.
              selfTest: true
              license:
                id: Apache-2.0
                commercialUse: true
                mustAccept: false
              files:
            {{Entry(files, "detector.onnx", "detector")}}
                  input: { color: rgb, mean: [127.5, 127.5, 127.5], std: [128, 128, 128], multipleOf: 32, fit: letterbox, batch: 1 }
                  output: { family: scrfd, scoreThreshold: 0.5, nmsThreshold: 0.4 }
            {{Entry(files, "recognizer.onnx", "recognizer")}}
                  input: { color: rgb, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5], height: 112, width: 112, fit: aligned-face }
                  output: { family: embedding, dimension: 128 }
            {{Entry(files, "attributes.onnx", "attributes")}}
                  input: { color: rgb, mean: [0, 0, 0], std: [1, 1, 1], height: 96, width: 96, fit: box-face }
                  output: { family: gender-age-3 }{{head}}
            {{Entry(files, "encoder.onnx", "image-encoder")}}
                  input:
                    color: rgb
                    mean: [122.7709383, 116.7460125, 104.09373615]
                    std: [68.5005327, 66.6321579, 70.32316305]
                    height: 224
                    width: 224
                    fit: short-side-center-crop
                  output: { family: embedding, dimension: 512 }
              thresholds:
                verify: 0.8

            """;
    }
}
