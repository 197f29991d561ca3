using Argus.Inference.Models;

namespace Argus.Inference.Tests.Models;

public sealed class PackManifestTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Good = $$"""
        apiVersion: argus.dev/v1alpha1
        kind: ModelPack
        metadata:
          name: example
        spec:
          description: An example.
          license: { id: MIT, commercialUse: true }
          files:
            - name: d.onnx
              role: detector
              bytes: 12
              sha256: {{Hash}}
              urls: ["https://example.org/d.onnx"]
              input: { color: bgr, mean: [104, 117, 123], height: 240, width: 320, fit: stretch, batch: 1 }
              output: { family: ultralight, scoreThreshold: 0.7, nmsThreshold: 0.5 }
            - name: r.onnx
              role: recognizer
              sha256: {{Hash}}
              archive: { url: "https://example.org/all.zip", bytes: 99, sha256: {{Hash}}, member: inner/r.onnx }
              license: { id: other, commercialUse: false, mustAccept: true, url: "https://example.org/terms" }
              optional: true
              input: { height: 112, width: 112, fit: aligned-face }
              output: { family: embedding, dimension: 128 }
          thresholds: { verify: 0.4 }
          selfTest: true
        """;

    [Fact]
    public void Parse_EveryField_IsRead()
    {
        var pack = PackManifest.Parse(Good, "/somewhere").Pack!;

        Assert.Equal("example", pack.Name);
        Assert.Equal("An example.", pack.Description);
        Assert.Equal(new ModelLicense("MIT", true, false, null), pack.License);
        Assert.Equal(0.4f, pack.VerifyThreshold);
        Assert.True(pack.SelfTest);
        Assert.Equal("/somewhere", pack.Folder);

        var detector = pack[ModelRole.Detector]!;
        Assert.Equal(12, detector.Bytes);
        Assert.Equal(new Uri("https://example.org/d.onnx"), Assert.Single(detector.Urls));
        Assert.Equal(ColorOrder.Bgr, detector.Input.Color);
        Assert.Equal<float[]>([104, 117, 123], [.. detector.Input.Mean]);
        Assert.Equal<float[]>([1, 1, 1], [.. detector.Input.Std]);
        Assert.Equal((240, 320, 32, 1), (detector.Input.Height, detector.Input.Width, detector.Input.MultipleOf, detector.Input.Batch));
        Assert.Equal(FitMode.Stretch, detector.Input.Fit);
        Assert.Equal((ModelFamily.UltraLight, 0.7f, 0.5f), (detector.Output.Family, detector.Output.ScoreThreshold, detector.Output.NmsThreshold));

        var recognizer = pack[ModelRole.Recognizer]!;
        Assert.Equal(new ModelArchive(new Uri("https://example.org/all.zip"), 99, Hash, "inner/r.onnx"), recognizer.Archive);
        Assert.Equal(new ModelLicense("other", false, true, new Uri("https://example.org/terms")), recognizer.License);
        Assert.True(recognizer.Optional);
        Assert.Equal(128, recognizer.Output.Dimension);
        Assert.Null(pack[ModelRole.Attributes]);
    }

    [Fact]
    public void Parse_ClassifierHead_NeedsNoInput()
    {
        string head = $$"""
                - name: classes.json
                  role: classifier-head
                  sha256: {{Hash}}
                  output: { family: centroids }
              thresholds:
            """;

        var pack = PackManifest.Parse(Good.Replace("  thresholds:", head, StringComparison.Ordinal)).Pack!;

        Assert.Equal(ModelFamily.Centroids, pack[ModelRole.ClassifierHead]!.Output.Family);
    }

    [Fact]
    public void Parse_ManyViolations_ReportsAllWithTheirPaths()
    {
        var result = PackManifest.Parse("""
            apiVersion: v1
            kind: ModelPack
            metadata: { name: "Not A Name", colour: red }
            spec:
              licence: MIT
              files:
                - name: a/b.onnx
                  role: detektor
                  bytes: -1
                  sha256: ABC
                  urls: ["file:///etc/passwd", "ftp://example.org/x"]
                  input: { mean: [1, 2], std: [1, 0, 1], height: 640 }
                  output: { family: scrfd, scoreThreshold: 1.5 }
                - name: c.onnx
                  role: recognizer
                  archive: { url: "https://example.org/x.zip", member: ../c.onnx }
                  optional: maybe
                  input: { fit: letterbox, height: 112, width: 112 }
                  output: { family: embedding }
              thresholds: { verify: 7 }
            """);

        Assert.Null(result.Pack);
        string[] paths = [.. result.Violations.Select(v => v.Path)];
        string[] expected =
        [
            "apiVersion", "metadata.colour", "metadata.name", "spec.licence", "spec.license", "spec.files[0].name", "spec.files[0].role",
            "spec.files[0].bytes", "spec.files[0].sha256", "spec.files[0].urls[0]", "spec.files[0].urls[1]", "spec.files[0].input.mean",
            "spec.files[0].input.std", "spec.files[0].input", "spec.files[0].output.scoreThreshold", "spec.files[1].sha256",
            "spec.files[1].archive.member", "spec.files[1].optional", "spec.files[1].input.fit", "spec.files[1].output.dimension", "spec.thresholds.verify",
        ];
        Assert.Equal(expected.Order(), paths.Order());
        Assert.Contains(result.Violations, v => v.ToString() == "spec.files[1].sha256: is missing.");
    }

    [Theory]
    [InlineData("role: recognizer", "role: detector", "spec.files[1].role")]
    [InlineData("name: r.onnx", "name: d.onnx", "spec.files[1].name")]
    [InlineData("family: ultralight", "family: embedding", "spec.files[0].output.family")]
    [InlineData("dimension: 128", "dimension: -128", "spec.files[1].output.dimension")]
    [InlineData("  name: example", "  name: ex_ample", "metadata.name")]
    [InlineData("kind: ModelPack", "kind: ModelPackage", "kind")]
    [InlineData("scoreThreshold: 0.7", "scoreThreshold: .nan", "spec.files[0].output.scoreThreshold")]
    [InlineData("urls: [\"https://example.org/d.onnx\"]", "urls: https://example.org/d.onnx", "spec.files[0].urls")]
    [InlineData("license: { id: MIT, commercialUse: true }", "license: { id: MIT }", "spec.license.commercialUse")]
    public void Parse_OneWrongField_NamesIt(string good, string wrong, string path)
    {
        Assert.Contains(good, Good);

        var result = PackManifest.Parse(Good.Replace(good, wrong, StringComparison.Ordinal));

        Assert.Null(result.Pack);
        Assert.Contains(result.Violations, v => v.Path == path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just words")]
    [InlineData("[1, 2]")]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: *nobody")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("\t- x")]
    [InlineData("a: &x [*x]")]
    [InlineData("? [1]\n: 2")]
    public void Parse_NoManifest_IsAViolationNotAnException(string text)
    {
        var result = PackManifest.Parse(text);

        Assert.Null(result.Pack);
        Assert.NotEmpty(result.Violations);
    }

    [Fact]
    public void Parse_NestedWithoutEnd_IsRefusedBeforeItIsBuilt()
    {
        var result = PackManifest.Parse(new string('[', 200_000));

        Assert.Contains("nested", Assert.Single(result.Violations).Message);
    }

    [Fact]
    public void ReadFile_Missing_IsAViolation()
    {
        var result = PackManifest.ReadFile(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml"));

        Assert.Contains("cannot be read", Assert.Single(result.Violations).Message);
    }

    [Fact]
    public void Names_OfEveryEnumValue_AreSpelt()
    {
        Assert.Equal(Enum.GetValues<ModelRole>().Order(), ManifestNames.Roles.Values.Order());
        Assert.Equal(Enum.GetValues<ModelFamily>().Order(), ManifestNames.Families.Values.Order());
        Assert.Equal(Enum.GetValues<ColorOrder>().Order(), ManifestNames.Colors.Values.Order());
        Assert.Equal(Enum.GetValues<FitMode>().Order(), ManifestNames.Fits.Values.Order());
    }
}
