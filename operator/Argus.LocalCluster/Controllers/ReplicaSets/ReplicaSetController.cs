using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;
using Argus.Kube.Work;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.ReplicaSets;

/// <summary>Acts on the plans for ReplicaSets.</summary>
internal sealed class ReplicaSetController : IController
{
    private readonly KubernetesClient _client;
    private readonly ClusterCaches _caches;
    private readonly RecordEvent _record;
    private readonly TimeProvider _time;

    public ReplicaSetController(KubernetesClient client, ClusterCaches caches, RecordEvent record, TimeProvider time)
    {
        (_client, _caches, _record, _time) = (client, caches, record, time);
        Queue = new(time);
        caches.ReplicaSets.Changed += (before, after) => Queue.Add(ObjectKey.Of((after ?? before)!));
        caches.Pods.Changed += (before, after) =>
        {
            if ((after ?? before)!.OwnerKey("ReplicaSet") is { } owner)
                Queue.Add(owner);
        };
    }

    public string Name => "replicaset-controller";

    public WorkQueue<ObjectKey> Queue { get; }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (_caches.ReplicaSets.Find(key) is not { } set)
            return null;
        var plan = ReplicaSetPlanner.Compute(set, _caches.Pods.OwnedBy(set.Metadata.Uid), null, _time.GetUtcNow());
        foreach (var pod in plan.Delete)
            await DeleteAsync(set, pod, cancel);
        string? problem = await CreateAsync(set, plan.Create, cancel);

        // The status is of after the changes: one write instead of two.
        var after = ReplicaSetPlanner.Compute(set, _caches.Pods.OwnedBy(set.Metadata.Uid), problem, _time.GetUtcNow());
        if (!Statuses.AreSame(set.Status, after.Status, KubeJson.Default.V1ReplicaSetStatus))
            _caches.ReplicaSets.Written(await _client.ReplaceStatusAsync(set with { Status = after.Status }, null, cancel));
        if (problem is not null)
            throw new IOException(problem);
        return after.LookAgain;
    }

    private async Task DeleteAsync(V1ReplicaSet set, V1Pod pod, CancellationToken cancel)
    {
        var options = new DeleteOptions { Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } };
        var result = await _client.DeleteAsync<V1Pod>(pod.Metadata.Name!, pod.Metadata.Namespace, options, cancel);
        if (result != DeleteResult.Deleting)
            _caches.Pods.Gone(ObjectKey.Of(pod), pod.Metadata.Uid);
        else if (await _client.FindAsync<V1Pod>(pod.Metadata.Name!, pod.Metadata.Namespace, cancel) is { } ending)
            _caches.Pods.Written(ending);
        _record(set, Name, "Deleting", PlannedEvent.Normal("SuccessfulDelete", $"Deleted pod: {pod.Metadata.Name}"));
    }

    // Ever larger batches, so that a template that the server refuses costs one request and not hundreds.
    private async Task<string?> CreateAsync(V1ReplicaSet set, int count, CancellationToken cancel)
    {
        for (int batch = 1; count > 0; batch = Math.Min(batch * 2, 16))
        {
            int size = Math.Min(batch, count);
            count -= size;
            string?[] problems = await Task.WhenAll(Enumerable.Range(0, size).Select(_ => CreateOneAsync(set, cancel)));
            if (problems.FirstOrDefault(problem => problem is not null) is { } problem)
                return problem;
        }

        return null;
    }

    private async Task<string?> CreateOneAsync(V1ReplicaSet set, CancellationToken cancel)
    {
        try
        {
            var pod = await _client.CreateAsync(ReplicaSetPlanner.Pod(set), null, cancel);
            _caches.Pods.Written(pod);
            _record(set, Name, "Creating", PlannedEvent.Normal("SuccessfulCreate", $"Created pod: {pod.Metadata.Name}"));
            return null;
        }
        catch (KubernetesException error)
        {
            _record(set, Name, "Creating", PlannedEvent.Warning("FailedCreate", $"Error creating: {error.Status.Message}"));
            return error.Status.Message ?? error.Reason;
        }
    }
}
