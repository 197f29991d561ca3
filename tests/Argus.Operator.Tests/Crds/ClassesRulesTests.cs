using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Operator.Tests.Faults;

namespace Argus.Operator.Tests.Crds;

/// <summary>What an API server refuses of face classes by the rules of the CRD.</summary>
public sealed class ClassesRulesTests
{
    private const string Url = "http://store:9000/models/checkpoints/1/centroids.json";
    private static readonly string Sha256 = new('a', 64);

    [Fact]
    public async Task Apply_ClassesThatCannotBe_AreRefusedAndSaidWhy()
    {
        await using var cluster = await FaultCluster.StartAsync();

        await cluster.ApplyAsync("good", change: spec => Classified(spec, Url, Sha256));
        await cluster.ApplyAsync("canary", change: spec => spec with { Task = ModelTasks.FaceClassification, Canary = new() { Weight = 10, Model = Classified(spec, Url, Sha256).Model } });

        await RefusedAsync("for the task face-classification only", spec => Classified(spec, Url, Sha256) with { Task = ModelTasks.FaceAnalysis });
        await RefusedAsync("for the task face-classification only", spec => spec with { Canary = new() { Weight = 10, Model = Classified(spec, Url, Sha256).Model } });
        await RefusedAsync("not in both", spec => Classified(spec, Url, Sha256) with { Pod = new() { Env = [new PodEnv { Name = "ARGUS_CLASSES", Value = "/c.json" }] } });
        foreach (string url in (string[])["/c.json", "ftp://store/c.json", "http://me:secret@store/c.json", "http://store/c.json?key=secret", "http://store"])
            await RefusedAsync("spec.model.classes.url", spec => Classified(spec, url, Sha256));
        foreach (string sha256 in (string[])["", "a", new string('A', 64), new string('a', 65)])
            await RefusedAsync("spec.model.classes.sha256", spec => Classified(spec, Url, sha256));

        async Task RefusedAsync(string why, Func<ModelDeploymentSpec, ModelDeploymentSpec> change)
        {
            var error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.ApplyAsync("bad", change: change));
            Assert.Contains(why, error.Status.Message);
        }
    }

    private static ModelDeploymentSpec Classified(ModelDeploymentSpec spec, string url, string sha256) =>
        spec with { Task = ModelTasks.FaceClassification, Model = spec.Model with { Classes = new() { Url = url, Sha256 = sha256 } } };
}
