using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;
using Argus.Kube.Work;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>Binds pods to nodes. Pods that no node can take wait for a change of a node, or for room; nothing is polled.</summary>
internal sealed class Scheduler : IController
{
    private readonly KubernetesClient _client;
    private readonly ClusterCaches _caches;
    private readonly RecordEvent _record;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly NodeLoads _loads = new();
    private readonly HashSet<ObjectKey> _waiting = [];

    public Scheduler(KubernetesClient client, ClusterCaches caches, RecordEvent record, TimeProvider time)
    {
        (_client, _caches, _record, _time) = (client, caches, record, time);
        Queue = new(time);
        caches.Pods.Changed += OnPod;
        caches.Nodes.Changed += OnNode;
    }

    public string Name => "default-scheduler";

    public WorkQueue<ObjectKey> Queue { get; }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (_caches.Pods.Find(key) is not { } pod || !IsOurs(pod))
            return null;
        if (pod.Spec!.SchedulingGates is { Count: > 0 })
        {
            await ReportAsync(pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates", cancel);
            return null;
        }

        var decision = Decide(key, pod);
        if (decision.Node is { } node)
            await BindAsync(key, pod, node, cancel);
        else if (await ReportAsync(pod, "Unschedulable", decision.Message, cancel))
            _record(pod, Name, "Scheduling", PlannedEvent.Warning("FailedScheduling", decision.Message));
        return null;
    }

    // Counts the pod on its node at once, so that the next decision sees it there.
    private SchedulingDecision Decide(ObjectKey key, V1Pod pod)
    {
        var nodes = _caches.Nodes.All();
        lock (_lock)
        {
            var decision = SchedulingPlanner.Choose(pod, nodes, _loads.On);
            if (decision.Node is { } node)
            {
                _waiting.Remove(key);
                _loads.Assign(pod, node);
            }
            else
            {
                _waiting.Add(key);
            }

            return decision;
        }
    }

    private async Task BindAsync(ObjectKey key, V1Pod pod, string node, CancellationToken cancel)
    {
        // POST to the subresource; the client knows collections only.
        var binding = _client.Resource(new ResourceType("", "v1", "Binding", $"pods/{key.Name}/binding"));
        try
        {
            await binding.CreateAsync(Binding(pod, node), null, cancel);
        }
        catch
        {
            lock (_lock)
                _loads.Release(key);
            throw;
        }

        _record(pod, Name, "Binding", PlannedEvent.Normal("Scheduled", $"Successfully assigned {key} to {node}"));
    }

    private static JsonElement Binding(V1Pod pod, string node) => JsonElement.Parse(Patches.Write(writer =>
    {
        writer.WriteString("apiVersion", "v1");
        writer.WriteString("kind", "Binding");
        writer.WriteStartObject("metadata");
        writer.WriteString("name", pod.Metadata.Name);
        writer.WriteString("namespace", pod.Metadata.Namespace);
        writer.WriteString("uid", pod.Metadata.Uid);
        writer.WriteEndObject();
        writer.WriteStartObject("target");
        writer.WriteString("apiVersion", "v1");
        writer.WriteString("kind", "Node");
        writer.WriteString("name", node);
        writer.WriteEndObject();
    }));

    private async Task<bool> ReportAsync(V1Pod pod, string reason, string message, CancellationToken cancel)
    {
        var old = pod.Condition("PodScheduled");
        if (old is { Status: "False" } && old.Reason == reason && old.Message == message)
            return false;
        var condition = new V1PodCondition
        {
            Type = "PodScheduled",
            Status = "False",
            Reason = reason,
            Message = message,
            ObservedGeneration = pod.Metadata.Generation,
            LastTransitionTime = old?.Status == "False" ? old.LastTransitionTime : _time.GetUtcNow(),
        };
        byte[] patch = Patches.Write(writer =>
        {
            writer.WriteStartObject("metadata");
            writer.WriteString("uid", pod.Metadata.Uid);
            writer.WriteEndObject();
            writer.WriteStartObject("status");
            writer.WriteStartArray("conditions");
            JsonSerializer.Serialize(writer, condition, KubeJson.Default.V1PodCondition);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        var options = new WriteOptions { Subresource = "status" };
        _caches.Pods.Written(await _client.PatchAsync<V1Pod>(pod.Metadata.Name!, pod.Metadata.Namespace, PatchType.Strategic, patch, options, cancel));
        return true;
    }

    private static bool IsOurs(V1Pod pod) =>
        pod.Spec is { NodeName: null or "", SchedulerName: null or "" or "default-scheduler" } && pod.IsActive();

    private void OnPod(V1Pod? before, V1Pod? after)
    {
        var key = ObjectKey.Of((after ?? before)!);
        bool freed;
        lock (_lock)
        {
            freed = _loads.Observe(before, after);
            if (after is null)
                _waiting.Remove(key);
        }

        // A report of our own is no reason to look again.
        if (after is not null && IsOurs(after) && (before is null || before.Metadata.Uid != after.Metadata.Uid || before.Metadata.Generation != after.Metadata.Generation))
            Queue.Add(key);
        if (freed)
            RetryWaiting();
    }

    private void OnNode(V1Node? before, V1Node? after)
    {
        if (after is not null && (before is null || !Same(before, after)))
            RetryWaiting();
    }

    // Whether a node offers what it offered: heartbeats change nothing.
    private static bool Same(V1Node before, V1Node after) =>
        Ready(before) == Ready(after) && JsonElement.DeepEquals(Offer(before), Offer(after));

    private static bool Ready(V1Node node) => node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    private static JsonElement Offer(V1Node node) => JsonSerializer.SerializeToElement(
        new V1Node { Metadata = new() { Labels = node.Metadata.Labels }, Spec = node.Spec, Status = new V1NodeStatus { Allocatable = node.Status?.Allocatable } },
        KubeJson.Default.V1Node);

    private void RetryWaiting()
    {
        ObjectKey[] keys;
        lock (_lock)
            keys = [.. _waiting];
        foreach (var key in keys)
            Queue.Add(key);
    }
}
