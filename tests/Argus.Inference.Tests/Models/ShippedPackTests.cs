using Argus.Inference.Models;
using Argus.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Tests.Models;

public sealed class ShippedPackTests
{
    private static readonly string[] Promised =
    [
        "antelopev2", "auraface", "buffalo-l", "buffalo-m", "buffalo-s", "buffalo-sc", "clip-vit-b-32", "opencv-zoo", "yunet-mobilefacenet",
    ];

    public static TheoryData<string> Manifests => [.. Directory.GetFiles(Path.Combine(TestData.Repository, "models"), "pack.yaml", SearchOption.AllDirectories)
        .Concat(Directory.GetFiles(Path.Combine(TestData.Repository, "tests", "packs"), "*.yaml"))
        .Select(f => Path.GetRelativePath(TestData.Repository, f))];

    public static TheoryData<string> TestPacks => [.. Directory.GetFiles(Path.Combine(TestData.Repository, "tests", "packs"), "*.yaml").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifest_IsValidAndNamedAsItLies(string path)
    {
        var result = PackManifest.ReadFile(Path.Combine(TestData.Repository, path));

        Assert.Empty(result.Violations);
        Assert.Equal(Path.GetFileName(path) == "pack.yaml" ? Path.GetFileName(Path.GetDirectoryName(path)) : Path.GetFileNameWithoutExtension(path), result.Pack!.Name);
    }

    [Fact]
    public void Catalog_OfTheProgram_HasEveryPromisedPack()
    {
        Assert.Empty(Promised.Except(PackCatalog.Shipped.Names));
        foreach (string name in Promised)
        {
            var pack = PackCatalog.Shipped.Read(name).Pack!;
            Assert.All(pack.Files, f => Assert.True(f.Bytes > 0 && (!f.Urls.IsEmpty || f.Archive is not null), $"{name}: {f.Name}"));
            Assert.All(pack.Files.SelectMany(f => f.Urls), u => Assert.Equal("https", u.Scheme));
        }
    }

    [Theory]
    [InlineData("buffalo-l")]
    [InlineData("buffalo-m")]
    [InlineData("buffalo-s")]
    [InlineData("buffalo-sc")]
    [InlineData("antelopev2")]
    public void Pack_OfInsightFace_MustBeAccepted(string name)
    {
        var pack = PackCatalog.Shipped.Read(name).Pack!;

        Assert.Equal(("insightface-non-commercial", false, true), (pack.License.Id, pack.License.CommercialUse, pack.License.MustAccept));
        Assert.Equal(512, pack[ModelRole.Recognizer]!.Output.Dimension);
    }

    [Fact]
    public void Read_UnknownName_NamesThePacks()
    {
        var result = PackCatalog.Shipped.Read("buffalo_xxl");

        Assert.Contains("buffalo-l", Assert.Single(result.Violations).Message);
    }

    [DataFact]
    public async Task DefaultPack_WithTheModelsInAFolder_ResolvesByHashAlone()
    {
        using var cache = new TemporaryFolder();
        var pack = PackCatalog.Shipped.Read(PackCatalog.DefaultPack).Pack!;

        var resolution = await Store(cache).ResolveAsync(pack);

        Assert.Empty(resolution.Faults);
        Assert.Equal([ModelRole.Detector, ModelRole.Recognizer], resolution.Pack!.Files.Keys.Order());
        Assert.Matches("^sha256:[0-9a-f]{64}$", resolution.Pack.Digest);
    }

    [DataTheory]
    [MemberData(nameof(TestPacks))]
    public async Task TestPack_Resolved_KeepsTheContractOfItsGraphs(string file)
    {
        using var cache = new TemporaryFolder();
        var pack = PackManifest.ReadFile(Path.Combine(TestData.Repository, "tests", "packs", file)).Pack!;

        var resolution = await Store(cache).ResolveAsync(pack);

        Assert.Empty(resolution.Faults);
        Assert.Empty(resolution.LeftOut);
        foreach (var resolved in resolution.Pack!.Files.Values)
        {
            using var session = new InferenceSession(resolved.Path);
            int[] dims = Assert.Single(session.InputMetadata).Value.Dimensions;
            var input = resolved.File.Input;
            Assert.Equal([input.Batch == 0 ? -1 : input.Batch, 3, input.Height == 0 ? -1 : input.Height, input.Width == 0 ? -1 : input.Width], dims);
            if (resolved.File.Output.Dimension > 0)
                Assert.Equal(resolved.File.Output.Dimension, Assert.Single(session.OutputMetadata).Value.Dimensions[^1]);
        }
    }

    private static ModelStore Store(TemporaryFolder cache) =>
        new(new ModelStoreOptions { SearchPaths = [TestData.At("models")], CachePath = cache.Path }, TimeProvider.System);
}
