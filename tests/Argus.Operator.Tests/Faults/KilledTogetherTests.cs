using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Xunit.Abstractions;

namespace Argus.Operator.Tests.Faults;

/// <summary>Cluster, operator and pods that end with -9, and what the status says once they are back.</summary>
public sealed class KilledTogetherTests(ITestOutputHelper output)
{
    private static readonly TimeSpan LongestLie = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Status_ClusterOperatorAndPodsKilled_TellsTheTruthSoonAfter()
    {
        await using var cluster = await FaultCluster.StartAsync(node: true);
        // The same pod, as its container has it after a restart: it need not wait for its own lease.
        var settings = new Dictionary<string, string> { ["ARGUS_LEADER_ELECTION"] = "true", ["POD_UID"] = "pod" };
        var run = await cluster.StartOperatorAsync("operator", environment: settings);
        await cluster.ApplyAsync("mortal", change: spec => StandIns.With(spec, ("HEALTH", StandIns.Answer), ("ONCE", "1"), ("WORDS", "it does not start again")));
        await cluster.UntilReasonAsync("mortal", "Serving");
        var pod = Assert.Single((await cluster.Client.ListAsync<V1Pod>("default")).Items);

        await cluster.KillAsync();
        await run.Process.KillAsync();
        using (var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }))
            await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(new Uri($"http://{pod.Status!.PodIP}:8100/die"), null));
        await cluster.RunAsync();
        run = await cluster.StartOperatorAsync("operator", run.Proxy, settings);
        int before = cluster.Traffic.All.Count;
        await run.Process.UntilLineAsync(line => line.Contains("leads now", StringComparison.Ordinal));
        long start = TimeProvider.System.GetTimestamp();
        // Its own lease is not waited for.
        var lease = cluster.Traffic.All.Skip(before).Where(e => e.Path.Contains("/leases", StringComparison.Ordinal)).ToList();
        Assert.InRange(TimeProvider.System.GetElapsedTime(lease[0].At, lease.First(e => e.IsWrite).At), TimeSpan.Zero, LongestLie);

        await cluster.UntilAsync("mortal", m => FaultCluster.ReadyOf(m) is { Status: "False" });
        var lie = TimeProvider.System.GetElapsedTime(start);
        output.WriteLine($"False {lie.TotalSeconds:F1} s after the operator leads again");
        Assert.InRange(lie, TimeSpan.Zero, LongestLie);
        // First how it ended, then how it ends whenever it is started.
        await cluster.UntilAsync("mortal", m => FaultCluster.ReadyOf(m) is { Reason: "CrashLoop" } ready && ready.Message!.Contains("it does not start again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OperatorThatOutlivesItsClusterWhichComesBackOnAnotherPort_FindsIt()
    {
        await using var cluster = await FaultCluster.StartAsync(node: true);
        await cluster.Client.ApplyAsync(OperatorIn(cluster), new() { Force = true });
        await cluster.ApplyAsync("before", change: StandIns.Healthy);
        await cluster.UntilReasonAsync("before", "Serving");
        int port = cluster.Client.Configuration.Host.Port;

        await cluster.KillAsync();
        await cluster.RunAsync(isElsewhere: true);
        await cluster.ApplyAsync("after", change: StandIns.Healthy);

        await cluster.UntilReasonAsync("after", "Serving");
        Assert.NotEqual(port, cluster.Client.Configuration.Host.Port);
    }

    private static V1Deployment OperatorIn(FaultCluster cluster)
    {
        var labels = new Dictionary<string, string> { ["app"] = "operator" };
        return new V1Deployment
        {
            Metadata = new() { Name = "operator", Namespace = "argus" },
            Spec = new()
            {
                Replicas = 1,
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new() { Metadata = new() { Labels = labels }, Spec = new() { Containers = [ContainerIn(cluster)] } },
            },
        };
    }

    private static V1Container ContainerIn(FaultCluster cluster) => new()
    {
        Name = "operator",
        Image = "argus/operator:local",
        Env =
        [
            new() { Name = "HOST", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } },
            new() { Name = "POD_UID", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.uid" } } },
            new() { Name = "POD_NAME", Value = "operator" },
            new() { Name = "KUBECONFIG", Value = cluster.Kubeconfig },
        ],
    };
}
