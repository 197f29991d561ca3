using Argus.LocalCluster.Node;
using Argus.LocalCluster.Node.Images;
using Argus.LocalCluster.Tests.Kubectl;
using Argus.LocalCluster.Tests.Running;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Node;

/// <summary>What a person at a terminal sees of pods that run.</summary>
public sealed class KubectlNodeTests : IAsyncLifetime
{
    private const string Workload = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: c, image: x/script, args: ["echo up; while :; do sleep 0.5; done"]}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
        """;

    private const string Hungry = """
        apiVersion: v1
        kind: Pod
        metadata: {name: hungry}
        spec:
          restartPolicy: Never
          containers:
          - name: c
            image: x/script
            args: ["x=$(head -c 60000000 /dev/zero | tr '\\0' 'a'); sleep 30"]
            resources: {limits: {memory: 30Mi}}
        """;

    private RunningCluster _cluster = null!;
    private TemporaryFolder _home = null!;

    public async Task InitializeAsync()
    {
        _home = new TemporaryFolder();
        _cluster = await RunningCluster.StartAsync(node: directory => new NodeOptions
        {
            NodeName = "laptop",
            DataDirectory = directory,
            Images = [new ImageCommand("*/script", ["/bin/sh", "-c"])],
            MemoryCheckInterval = TimeSpan.FromMilliseconds(100),
            ShutdownGrace = TimeSpan.FromSeconds(1),
        });
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _home.Dispose();
    }

    [KubectlFact]
    public async Task Drain_OfTheNode_ObeysTheBudgetAndThenEmptiesIt()
    {
        Assert.Equal(0, (await RunAsync("apply -f -", Workload)).Exit);
        Assert.Equal(0, (await RunAsync("rollout status deployment/web --timeout=60s")).Exit);
        Assert.Equal(0, (await RunAsync("wait pdb/web --for=condition=DisruptionAllowed=False --timeout=30s")).Exit);

        var refused = await RunAsync("drain laptop --timeout=2s");
        Assert.NotEqual(0, refused.Exit);
        Assert.Contains("node/laptop cordoned", refused.Output);
        Assert.Contains("Cannot evict pod as it would violate the pod's disruption budget.", refused.Errors);
        Assert.Contains("Ready,SchedulingDisabled", (await RunAsync("get node laptop")).Output);

        Assert.Equal(0, (await RunAsync("delete pdb web")).Exit);
        var drained = await RunAsync("drain laptop --timeout=60s");
        Assert.True(drained.Exit == 0, drained.Output + drained.Errors);
        Assert.Contains("node/laptop drained", drained.Output);
        var waiting = await RunAsync("wait pod -l app=web --for=condition=PodScheduled=False --timeout=30s");
        Assert.True(waiting.Exit == 0, waiting.Errors);
        Assert.Contains("1 node(s) were unschedulable", (await RunAsync("describe pod -l app=web")).Output);

        Assert.Equal(0, (await RunAsync("uncordon laptop")).Exit);
        Assert.Equal(0, (await RunAsync("wait deployment/web --for=condition=Available --timeout=60s")).Exit);
    }

    [KubectlFact]
    public async Task Describe_OfAPodThatTookTooMuchMemory_SaysOOMKilled()
    {
        Assert.Equal(0, (await RunAsync("apply -f -", Hungry)).Exit);
        var ended = await RunAsync("wait pod/hungry --for=jsonpath={.status.phase}=Failed --timeout=60s");
        Assert.True(ended.Exit == 0, ended.Errors);
        string text = (await RunAsync("describe pod hungry")).Output;
        Assert.Matches(@"Reason:\s+OOMKilled", text);
        Assert.Matches(@"Exit Code:\s+137", text);
        Assert.Contains("OOMKilled", (await RunAsync("get pod hungry")).Output);
    }

    private Task<KubectlRun> RunAsync(string arguments, string? input = null) => KubectlRun.RunAsync(_cluster.Kubeconfig, _home.Path, arguments, input);
}
