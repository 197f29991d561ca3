using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;

namespace Argus.Operator.Tests.Faults;

/// <summary>Pods that are processes and are not what they should be: the status says so in words, and never Ready.</summary>
public sealed class PodFaultTests(StandInCluster fixture) : IClassFixture<StandInCluster>
{
    private const string Wrong = "sha256:feedfeedfeedfeed";

    private FaultCluster Cluster => fixture.Cluster;

    [Fact]
    public Task Status_OfPodsThatAreWrong_NamesTheCauseUntilTheSpecIsMended() => Task.WhenAll(
        AssertNamedAsync("crashes", "CrashLoop", "exit code 1: the device is gone", spec => StandIns.With(spec, ("EXIT", "1"), ("WORDS", "the device is gone"))),
        AssertNamedAsync("tampered", "WeightsRefused", "correct the pack", spec => StandIns.With(spec, ("EXIT", "3"), ("WORDS", "detector.onnx has another sha256 than the pack says"))),
        AssertNamedAsync("settings", "SettingsRefused", "DET_SIZE must be a multiple of 32", spec => StandIns.With(spec, ("EXIT", "2"), ("WORDS", "DET_SIZE must be a multiple of 32"))),
        AssertNamedAsync("provider", "WrongProvider", "computes on amd (MIGraphXExecutionProvider), not on cpu", spec => StandIns.With(spec, ("HEALTH", StandIns.AnswerOf(actual: "amd", provider: "MIGraphXExecutionProvider")))),
        AssertNamedAsync("digest", "DigestMismatch", Wrong, spec => StandIns.With(spec, ("HEALTH", StandIns.AnswerOf(digest: Wrong)))),
        AssertNamedAsync("memory", "OutOfMemory", "raise spec.pod.resources.limits.memory", spec => Limited(StandIns.With(spec, ("MEGABYTES", "400"), ("HEALTH", StandIns.Answer)))),
        AssertNamedAsync("never", "NeverWarm", "10 s (spec.rollout.readyWithinSeconds)", spec => StandIns.With(spec, ("HEALTH", StandIns.AnswerOf("warming"))) with { Rollout = new(10) }));

    [Fact]
    public async Task Status_OfAPodThatChangesItsAnswer_FollowsIt()
    {
        await Cluster.ApplyAsync("turncoat", change: StandIns.Healthy);
        await Cluster.UntilReasonAsync("turncoat", "Serving");
        var pod = Assert.Single((await Cluster.Client.ListAsync<V1Pod>("default", new() { LabelSelector = "argus.dev/deployment=turncoat" })).Items);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://{pod.Status!.PodIP}:8100") };
        async Task SayAsync(string answer) => (await http.PostAsync(new Uri("/say", UriKind.Relative), new StringContent(answer))).EnsureSuccessStatusCode();

        // It stays ready for the node: only who asks it knows.
        await SayAsync(StandIns.AnswerOf(digest: Wrong));
        var lying = await Cluster.UntilReasonAsync("turncoat", "DigestMismatch");
        Assert.Equal("False", FaultCluster.ReadyOf(lying)!.Status);
        await SayAsync(StandIns.Answer);
        await Cluster.UntilReasonAsync("turncoat", "Serving");
        await SayAsync(StandIns.AnswerOf("unhealthy"));
        var ill = await Cluster.UntilAsync("turncoat", m => FaultCluster.ReadyOf(m) is { Status: "False" });
        Assert.Equal(0, ill.Status!.ReadyReplicas);
    }

    private async Task AssertNamedAsync(string name, string reason, string words, Func<ModelDeploymentSpec, ModelDeploymentSpec> spec)
    {
        await Cluster.ApplyAsync(name, change: spec);
        var named = FaultCluster.ReadyOf(await Cluster.UntilReasonAsync(name, reason))!;
        Assert.Equal("False", named.Status);
        Assert.Contains(words, named.Message);
        Assert.DoesNotContain(Cluster.Traffic.All, e => e.IsStatusWrite && e.Path.EndsWith($"/{name}/status", StringComparison.Ordinal) && SaysReady(e.Body));

        await Cluster.ApplyAsync(name, change: StandIns.Healthy);
        await Cluster.UntilReasonAsync(name, "Serving");
    }

    private static ModelDeploymentSpec Limited(ModelDeploymentSpec spec) =>
        spec with { Pod = spec.Pod! with { Resources = spec.Pod.Resources! with { Limits = new Dictionary<string, JsonElement> { ["memory"] = JsonElement.Parse("\"256Mi\"") } } } };

    private static bool SaysReady(string body) =>
        (JsonNode.Parse(body)!["status"]?["conditions"] as JsonArray ?? []).Any(c => (string?)c!["type"] == ConditionTypes.Ready && (string?)c["status"] == "True");
}
