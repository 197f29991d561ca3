using System.Text.Json;
using Argus.Inference.Models;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Testing;
using Argus.Testing;
using Argus.Testing.Kubernetes;
using ModelPack = Argus.Kube.Api.Argus.ModelPack;

namespace Argus.Operator.Tests.Planning;

/// <summary>What the operator expects is what the model server reports.</summary>
public sealed class ModelDigestTests
{
    public static TheoryData<string> Packs => new(Directory.EnumerateFiles(Path.Combine(TestData.Repository, "models"), "pack.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(TestData.Repository, f)));

    [Theory]
    [MemberData(nameof(Packs))]
    public void Possible_EveryPack_HoldsTheServersDigest(string path)
    {
        var pack = Read(path);
        var served = PackManifest.ReadFile(Path.Combine(TestData.Repository, path)).Pack!;

        Assert.Contains(ContractDigest.Compute(served.Files), ModelDigest.Possible(pack.Spec.Files));
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void Manifest_OfEveryPack_IsReadByTheServerAndKeepsItsDigest(string path)
    {
        var pack = Read(path);
        var model = ServedModel.Of("faces", new ModelSource { Pack = pack.Metadata.Name }, pack, null);

        var read = PackManifest.Parse(model.Manifest);

        Assert.Empty(read.Violations);
        Assert.Equal(ContractDigest.Compute(read.Pack!.Files), model.Digests[0]);
        Assert.Equal(PackManifest.ReadFile(Path.Combine(TestData.Repository, path)).Pack! with { Folder = null, Files = [] }, read.Pack with { Files = [] });
    }

    [Fact]
    public void Manifest_WithThresholdsOfTheSpec_IsReadByTheServerWithThem()
    {
        var pack = Read("models/selftest/pack.yaml");
        var model = ServedModel.Of("faces", new ModelSource { Pack = "selftest" }, pack, new DetectionSpec { ScoreThreshold = 0.73f, NmsThreshold = 0.31f });

        var read = PackManifest.Parse(model.Manifest);

        Assert.Equal((0.73f, 0.31f), (read.Pack![ModelRole.Detector]!.Output.ScoreThreshold, read.Pack[ModelRole.Detector]!.Output.NmsThreshold));
        Assert.Equal(ContractDigest.Compute(read.Pack.Files), Assert.Single(model.Digests));
    }

    [Fact]
    public void Possible_WithAnOptionalFile_HoldsBothDigests()
    {
        var files = Read("models/selftest/pack.yaml").Spec.Files;
        var optional = files.Select(f => f.Role == ModelRoles.Recognizer ? f with { Optional = true } : f).ToList();

        Assert.Equal(
            [ModelDigest.Possible(files)[0], ModelDigest.Possible([.. files.Where(f => f.Role != ModelRoles.Recognizer)])[0]],
            ModelDigest.Possible(optional).ToArray());
    }

    [Theory]
    [InlineData("https://llm.example/v1", "their-model")]
    [InlineData("https://llm.example/v1", null)]
    public void OfEndpoint_AnyEndpoint_IsTheServersDigest(string url, string? model) =>
        Assert.Equal(ContractDigest.OfEndpoint(url, model), ModelDigest.OfEndpoint(new ChatEndpointSpec { Url = url, Model = model }));

    [Fact]
    public void OfServer_AnotherImageArgumentOrModel_IsAnotherDigest()
    {
        var server = new ChatServerSpec { Image = "a", Args = ["x", "y"], Model = "m" };
        ChatServerSpec[] others = [server with { Image = "b" }, server with { Args = ["x y"] }, server with { Args = ["xy"] }, server with { Args = ["x\narg 1 y"] }, server with { Args = null }, server with { Model = null }];

        Assert.Equal(others.Length + 1, others.Append(server).Select(ModelDigest.OfServer).Distinct().Count());
        // Where it listens changes nothing of what it says.
        Assert.Equal(ModelDigest.OfServer(server), ModelDigest.OfServer(server with { Port = 9000, HealthPath = "/" }));
    }

    private static ModelPack Read(string path) =>
        TestYaml.ReadFile(Path.Combine(TestData.Repository, path)).Single().Deserialize(ArgusJson.Default.ModelPack)!;
}
