using Argus.Cli.Packs;
using Argus.Cli.Platform;
using Argus.Inference.Models;
using Argus.Kube.Api.Argus;

namespace Argus.Cli.Tests.Platform;

public sealed class PassedOnTests
{
    private static readonly ModelDeployment Faces = new() { Metadata = new() { Name = "faces", Namespace = "default" }, Spec = new() { Task = ModelTasks.FaceAnalysis, Model = new() { Pack = "selftest" } } };

    [Fact]
    public void ToJobs_SettingsOfScores_ArePassedOnAndNothingElse()
    {
        Dictionary<string, string> set = new() { ["FALLBACK_TO_SIMULATED"] = "true", ["ARGUS_SCORE_VIBES"] = "0=plain", ["FACE_DETECTION_SERVICE"] = "", ["HOME"] = "/root" };

        Assert.Equal(
            [("ARGUS_SCORE_VIBES", "0=plain"), ("FALLBACK_TO_SIMULATED", "true")],
            PassedOn.ToJobs(set.GetValueOrDefault).Select(e => (e.Name, e.Value)));
    }

    [Fact]
    public void Deployments_FilesNamed_TakeTheSameModelAndFindTheFile()
    {
        Dictionary<string, string> set = new() { ["ARGUS_CLASSES"] = "http://minio:9000/ml-artifacts/models/current.json", ["ARGUS_SCORE_HEAD"] = "head.json" };

        var deployments = PassedOn.Deployments(set.GetValueOrDefault, Faces, Pack("selftest"));

        Assert.Equal([("classes", ModelTasks.FaceClassification), ("scores", ModelTasks.FaceScore)], deployments.Select(d => (d.Metadata.Name!, d.Spec.Task)));
        Assert.All(deployments, d => Assert.Equal("selftest", d.Spec.Model.Pack));
        Assert.Equal([set["ARGUS_CLASSES"], Path.GetFullPath("head.json")], deployments.Select(d => Assert.Single(d.Spec.Pod!.Env!).Value));
    }

    [Fact]
    public void Files_AddressAndPath_AreThePathAlone()
    {
        Dictionary<string, string> set = new() { ["ARGUS_CLASSES"] = "http://minio:9000/ml-artifacts/models/current.json", ["ARGUS_SCORE_HEAD"] = "/tmp/head.json" };

        Assert.Equal(["/tmp/head.json"], PassedOn.Files(set.GetValueOrDefault));
    }

    [Theory]
    [InlineData("selftest", "")]
    [InlineData("clip-vit-b-32", "head.json")]
    public void Deployments_NoFileOrNoVectorsOfFaces_AreNone(string pack, string head) =>
        Assert.Empty(PassedOn.Deployments(name => name == "ARGUS_SCORE_HEAD" ? head : null, Faces, Pack(pack)));

    private static Argus.Inference.Models.ModelPack Pack(string name) => PackManifest.ReadFile(Path.Combine(Argus.Testing.TestData.Repository, "models", name, "pack.yaml")).Pack!;
}
