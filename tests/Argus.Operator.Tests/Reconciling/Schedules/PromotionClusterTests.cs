using System.Text;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Operator.Rendering;
using Argus.Operator.Tests.Faults;
using Argus.Testing;

namespace Argus.Operator.Tests.Reconciling.Schedules;

/// <summary>New centroids on their way into pods: the operator, the local cluster and model servers as processes, and a store of checkpoints.</summary>
public sealed class PromotionClusterTests
{
    private const string Space = "default";
    private const string Schedule = "styles";
    private const string Served = "classes";
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["ARGUS_HEALTH_SECONDS"] = "1",
        ["ARGUS_CACHE"] = "empty",
        ["ARGUS_POD_MODEL_PATH"] = Path.Combine(TestData.Repository, "models", FaultCluster.Pack),
    };

    [Fact]
    public async Task Promote_GoodAndBadCheckpoints_PodsServeTheLastGoodOneThoughTheOperatorIsKilled()
    {
        await using var store = await CheckpointStore.StartAsync();
        await using var cluster = await FaultCluster.StartAsync(node: true, server: "Argus.ModelServer", kinds: "datasetschedules");
        var run = await cluster.StartOperatorAsync("operator-0", environment: Settings);
        await cluster.ApplyAsync(Served, change: spec => StandIns.With(spec, []) with { Task = ModelTasks.FaceClassification });
        await cluster.UntilReasonAsync(Served, "Serving");

        // 1. The first: a canary, and an operator that is killed while it is judged.
        string first = store.Publish("20260301T010000Z", classes: 3);
        await cluster.Client.ApplyAsync(ScheduleOf(store.Current), new ApplyOptions { Force = true });
        await cluster.UntilAsync(Served, m => m.Spec.Canary?.Model.Classes?.Sha256 == first);
        await run.Process.KillAsync();
        run = await cluster.StartOperatorAsync("operator-1", environment: Settings);
        await UntilAsync(cluster, first, PromotionStatus.Promoted);
        await AssertServesAsync(cluster, first);

        // 2. One of another model: its pods never get ready, whatever happens to the operator.
        string foreign = store.Publish("20260401T010000Z", classes: 4, model: "sha256:other");
        await AskAgainAsync(cluster, weight: 20);
        await cluster.UntilAsync(Served, m => m.Spec.Canary?.Model.Classes?.Sha256 == foreign);
        await run.Process.KillAsync();
        run = await cluster.StartOperatorAsync("operator-2", environment: Settings);
        var told = await UntilAsync(cluster, foreign, PromotionStatus.RolledBack);
        Assert.Contains("sha256:other", told.Message);

        // 3. One whose file is not what was promised; neither is tried again.
        string broken = store.Publish("20260501T010000Z", classes: 5, isWhole: false);
        await AskAgainAsync(cluster, weight: 30);
        told = await UntilAsync(cluster, broken, PromotionStatus.RolledBack);
        Assert.Contains(broken, told.Message);
        Assert.Equal([foreign, broken], told.RolledBackSha256);
        await AskAgainAsync(cluster, weight: 40);
        await UntilAsync(cluster, broken, PromotionStatus.RolledBack);
        await AssertServesAsync(cluster, first);
        Assert.All((string[])[first, foreign, broken], sha256 => Assert.Single(cluster.Traffic.All, e => IsBegin(e, sha256)));

        // 4. The next good one takes over.
        string last = store.Publish("20260601T010000Z", classes: 6);
        await AskAgainAsync(cluster, weight: 50);
        await UntilAsync(cluster, last, PromotionStatus.Promoted);
        await AssertServesAsync(cluster, last);
        Assert.False(run.Process.HasExited);
    }

    [Fact]
    public async Task Promote_WhatTheServerRefuses_IsToldUntilItIsMended()
    {
        await using var store = await CheckpointStore.StartAsync();
        await using var cluster = await FaultCluster.StartAsync(kinds: "datasetschedules");
        await cluster.StartOperatorAsync("operator", environment: Settings);
        string sha256 = store.Publish("20260301T010000Z", classes: 3);
        await cluster.Client.ApplyAsync(ScheduleOf(store.Current), new ApplyOptions { Force = true });
        await UntilReasonAsync(cluster, "ModelDeploymentNotFound");

        await cluster.ApplyAsync(Served, change: spec => spec with { Task = ModelTasks.FaceClassification, Pod = new() { Env = [new PodEnv { Name = "ARGUS_CLASSES", Value = "/data/centroids.json" }] } });
        var told = await UntilReasonAsync(cluster, "Refused");
        Assert.Equal(PromotionStatus.Waiting, told.Promotion!.Phase);
        Assert.Contains("not in both", told.Promotion.Message);

        await cluster.Client.Resource<ModelDeployment>().PatchAsync(Served, Space, PatchType.Merge, """{"spec":{"pod":null}}"""u8.ToArray());
        await UntilAsync(cluster, sha256, PromotionStatus.Judging);
        Assert.Equal(sha256, (await cluster.Client.Resource<ModelDeployment>().ReadAsync(Served, Space)).Spec.Canary!.Model.Classes!.Sha256);
    }

    // Nothing of it runs while the test does.
    private static DatasetSchedule ScheduleOf(string from) => new()
    {
        Metadata = new() { Name = Schedule, Namespace = Space },
        Spec = new()
        {
            Daily = new() { Suspend = true },
            Monthly = new() { Suspend = true },
            Promote = new(PromoteAfterSeconds: 1) { ModelDeployment = Served, From = from },
        },
    };

    // A spec that was changed is looked at at once, the store's answer included.
    private static Task AskAgainAsync(FaultCluster cluster, int weight) =>
        cluster.Client.Resource<DatasetSchedule>().PatchAsync(Schedule, Space, PatchType.Merge, Encoding.UTF8.GetBytes($"{{\"spec\":{{\"promote\":{{\"weight\":{weight}}}}}}}"));

    private static async Task<PromotionStatus> UntilAsync(FaultCluster cluster, string sha256, string phase)
    {
        var found = await ClusterWatch.UntilAsync<DatasetSchedule>(
            cluster,
            Space,
            null,
            change => change.Object is { Status: { Promotion: { } promotion } status } o && status.ObservedGeneration == o.Metadata.Generation && promotion.CentroidsSha256 == sha256 && promotion.Phase == phase,
            $"{sha256} is {phase}");
        return found.Status!.Promotion!;
    }

    private static async Task<DatasetScheduleStatus> UntilReasonAsync(FaultCluster cluster, string reason)
    {
        var found = await ClusterWatch.UntilAsync<DatasetSchedule>(cluster, Space, null, change => change.Object?.Status?.Conditions?.Any(c => c.Type == DatasetScheduleStatus.Promoted && c.Reason == reason) == true, $"it is told that {reason}");
        return found.Status!;
    }

    // What the spec names is what every pod says of itself, and no canary is left.
    private static async Task AssertServesAsync(FaultCluster cluster, string sha256)
    {
        await cluster.UntilAsync(Served, m => m.Spec.Canary is null && m.Spec.Model.Classes?.Sha256 == sha256 && m.Status is { } status && status.ObservedGeneration == m.Metadata.Generation && status.Conditions!.Any(c => c is { Type: ConditionTypes.Progressing, Reason: "Complete" }));
        var pods = (await cluster.Client.ListAsync<V1Pod>(Space)).Items.Where(p => p.Metadata.DeletionTimestamp is null && p.Metadata.Labels?.GetValueOrDefault(Names.Variant) == Names.Stable).ToList();
        Assert.NotEmpty(pods);
        using var http = new HttpClient();
        foreach (var pod in pods)
        {
            var classes = JsonNode.Parse(await http.GetStringAsync($"http://{pod.Status!.PodIP}:{Names.PortNumber}/classes"))!;
            Assert.Equal($"sha256:{sha256}", (string)classes["classes_digest"]!);
        }
    }

    private static bool IsBegin(Exchange exchange, string sha256) =>
        exchange is { Method: "PATCH", IsDone: true } && exchange.Path.EndsWith($"/modeldeployments/{Served}", StringComparison.Ordinal) && exchange.Body.Contains($"{Schedule} models/checkpoints/", StringComparison.Ordinal) && exchange.Body.Contains(sha256, StringComparison.Ordinal);
}
