using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Tests.Running;

namespace Argus.LocalCluster.Tests.Replay;

/// <summary>
/// Two nodes without a kubelet, as in the recordings: bound pods are Running and Ready after a while, deleted ones go after a longer one.
/// They go one by one, and only when no pod has changed for that long, so that a slow machine sees what happened in the recorded order.
/// </summary>
internal sealed class HeldNodes : IAsyncDisposable
{
    private static readonly TimeSpan While = TimeSpan.FromMilliseconds(700);

    private readonly RunningCluster _cluster;
    private readonly KubernetesClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, bool> _begun = [];
    private readonly ConcurrentDictionary<string, bool> _ended = [];
    private readonly Channel<V1Pod> _deleted = Channel.CreateUnbounded<V1Pod>();
    private readonly Task _work;
    private int _addresses;
    private int _changes;
    private int _starting;

    private HeldNodes(RunningCluster cluster)
    {
        _cluster = cluster;
        _client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Kubeconfig), new KubernetesClientOptions(), TimeProvider.System);
        var pods = new ObjectCache<V1Pod>();
        pods.Changed += (_, pod) => Look(pod);
        _work = Task.WhenAll(new Mirror<V1Pod>(_client, pods, pod => pod, null, (_, _) => { }).RunAsync(_stop.Token), RemoveAsync());
    }

    public static async Task<HeldNodes> StartAsync(RunningCluster cluster)
    {
        for (int i = 0; i < 2; i++)
        {
            var node = JsonNode.Parse($$"""
                {
                  "metadata": {
                    "name": "held-node-{{i}}",
                    "labels": { "kubernetes.io/hostname": "held-node-{{i}}", "topology.kubernetes.io/zone": "z{{i}}" },
                    "annotations": { "node.alpha.kubernetes.io/ttl": "0" }
                  },
                  "status": {
                    "capacity": { "cpu": "16", "memory": "64Gi", "pods": "110", "ephemeral-storage": "100Gi" },
                    "allocatable": { "cpu": "16", "memory": "64Gi", "pods": "110", "ephemeral-storage": "100Gi" },
                    "conditions": [
                      { "type": "Ready", "status": "True", "reason": "KubeletReady", "lastHeartbeatTime": "2026-11-21T01:27:49Z", "lastTransitionTime": "2026-11-21T01:27:49Z" }
                    ]
                  }
                }
                """)!;
            var (code, body) = await cluster.SendAsync("POST", "/api/v1/nodes", node);
            Assert.True(code == 201, body?.ToString());
        }

        return new HeldNodes(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_work);
        _client.Dispose();
        _stop.Dispose();
    }

    private void Look(V1Pod? pod)
    {
        Interlocked.Increment(ref _changes);
        if (pod?.Spec?.NodeName is not { Length: > 0 })
            return;
        if (_begun.TryAdd(pod.Metadata.Uid!, true))
            _ = StartAsync(pod);
        if (pod.IsTerminating() && _ended.TryAdd(pod.Metadata.Uid!, true))
            _deleted.Writer.TryWrite(pod);
    }

    private async Task StartAsync(V1Pod pod)
    {
        Interlocked.Increment(ref _starting);
        try
        {
            await Task.Delay(While, TimeProvider.System, _stop.Token);
            await RunAsync(pod);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or ObjectDisposedException)
        {
            // The story is over.
        }
        finally
        {
            Interlocked.Decrement(ref _starting);
        }
    }

    private async Task RemoveAsync()
    {
        await foreach (var pod in _deleted.Reader.ReadAllAsync(_stop.Token))
        {
            int before;
            do
            {
                before = Volatile.Read(ref _changes);
                await Task.Delay(While * 1.5, TimeProvider.System, _stop.Token);
            }
            while (Volatile.Read(ref _starting) > 0 || before != Volatile.Read(ref _changes));
            await _cluster.SendAsync("DELETE", PathOf(pod), new JsonObject { ["gracePeriodSeconds"] = 0 });
        }
    }

    private Task RunAsync(V1Pod pod)
    {
        string now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), address = $"10.244.0.{Interlocked.Increment(ref _addresses) + 13}";
        var conditions = new JsonArray([.. ((string[])["PodScheduled", "Initialized", "ContainersReady", "Ready"])
            .Select(type => new JsonObject { ["type"] = type, ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = now })]);
        var containers = new JsonArray([.. pod.Spec!.Containers!.Select(container => new JsonObject
        {
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["imageID"] = "held",
            ["ready"] = true,
            ["started"] = true,
            ["restartCount"] = 0,
            ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = now } },
            ["lastState"] = new JsonObject(),
        })]);
        var status = new JsonObject
        {
            ["phase"] = "Running",
            ["podIP"] = address,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address }),
            ["startTime"] = now,
            ["conditions"] = conditions,
            ["containerStatuses"] = containers,
        };
        return _cluster.SendAsync("PATCH", PathOf(pod) + "/status", new JsonObject { ["status"] = status }, "application/merge-patch+json");
    }

    private static string PathOf(V1Pod pod) => $"/api/v1/namespaces/{pod.Metadata.Namespace}/pods/{pod.Metadata.Name}";
}
