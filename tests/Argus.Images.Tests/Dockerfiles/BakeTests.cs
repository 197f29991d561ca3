using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Argus.Images.Tests.Dockerfiles;

public sealed class BakeTests
{
    // A local cluster is for one machine, and runs there as a process.
    private static readonly string[] WithoutImage = ["operator/Argus.LocalCluster"];

    private static readonly JsonObject Bake = (JsonObject)JsonNode.Parse(File.ReadAllText(BuildContext.At("images/docker-bake.json")))!;

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Targets => ((JsonObject)Bake["target"]!).Where(t => t.Value!["dockerfile"] is not null);

    [Fact]
    public void Targets_AreTheDockerfiles() =>
        Assert.Equal(Dockerfile.Files, Targets.Select(t => (string)t.Value!["dockerfile"]!).Order(StringComparer.Ordinal));

    [Fact]
    public void Groups_HoldTargetsThatAreThere()
    {
        var groups = (JsonObject)Bake["group"]!;

        Assert.Equal(Targets.Select(t => t.Key), groups["all"]!["targets"]!.AsArray().Select(t => (string)t!));
        Assert.Empty(groups["default"]!["targets"]!.AsArray().Select(t => (string)t!).Except(Targets.Select(t => t.Key)));
    }

    [Fact]
    public void Targets_TakeTheAttestationsAndTagsOfTheirOwn()
    {
        Assert.All(Targets, t => Assert.Equal("common", (string)t.Value!["inherits"]!.AsArray().Single()!));
        Assert.Contains("type=sbom", Bake["target"]!["common"]!["attest"]!.AsArray().Select(a => (string)a!));
        var tags = Targets.Select(t => (string)t.Value!["tags"]!.AsArray().Single()!).ToArray();
        Assert.Equal(tags.Length, tags.Distinct().Count());
    }

    [Fact]
    public void ModelServers_HaveTheNamesThatTheOperatorRuns()
    {
        string defaults = File.ReadAllText(BuildContext.At("operator/Argus.Operator/Planning/PlanOptions.cs"));
        var images = Targets.Where(t => t.Key.StartsWith("model-server", StringComparison.Ordinal)).Select(t => Named((string)t.Value!["tags"]![0]!)).ToArray();

        Assert.Equal(3, images.Length);
        Assert.All(images, image => Assert.Contains($"\"{image}\"", defaults));
    }

    [Fact]
    public void Executables_HaveAnImage()
    {
        var services = new[] { "services", "operator", "gateway" }
            .Select(BuildContext.At).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.csproj", SearchOption.AllDirectories))
            .Where(p => XDocument.Load(p).Root!.Attribute("Sdk")!.Value == "Microsoft.NET.Sdk.Web")
            .Select(p => Path.GetRelativePath(Testing.TestData.Repository, Path.GetDirectoryName(p)!));

        Assert.Equal(services.Except(WithoutImage).Order(StringComparer.Ordinal), Dockerfile.Files.Select(f => Dockerfile.Read(f).Project).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Provider_OfNvidia_IsOfTheSameBuildAsTheLibrary()
    {
        string Version(string lockFile, string package) =>
            (string)JsonNode.Parse(File.ReadAllText(BuildContext.At(lockFile)))!["packages"]!["node_modules/" + package]!["version"]!;

        Assert.Equal(
            Version("package-lock.json", "com.github.asus4.onnxruntime"),
            Version("images/nvidia/package-lock.json", "com.github.asus4.onnxruntime.linux-x64-gpu"));
    }

    private static string Named(string tag) => tag
        .Replace("${REGISTRY}", (string)Bake["variable"]!["REGISTRY"]!["default"]!, StringComparison.Ordinal)
        .Replace("${VERSION}", (string)Bake["variable"]!["VERSION"]!["default"]!, StringComparison.Ordinal);
}
