using Argus.Kube.Api;
using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;
using Argus.Kube.Work;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.Jobs;

/// <summary>Acts on the plans for Jobs.</summary>
internal sealed class JobController : IController
{
    private readonly KubernetesClient _client;
    private readonly ClusterCaches _caches;
    private readonly RecordEvent _record;
    private readonly TimeProvider _time;

    public JobController(KubernetesClient client, ClusterCaches caches, RecordEvent record, TimeProvider time)
    {
        (_client, _caches, _record, _time) = (client, caches, record, time);
        Queue = new(time);
        caches.Jobs.Changed += (before, after) => Queue.Add(ObjectKey.Of((after ?? before)!));
        caches.Pods.Changed += (before, after) =>
        {
            if ((after ?? before)!.OwnerKey("Job") is { } owner)
                Queue.Add(owner);
        };
    }

    public string Name => "job-controller";

    public WorkQueue<ObjectKey> Queue { get; }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (_caches.Jobs.Find(key) is not { } job || job.Metadata.DeletionTimestamp is not null)
            return null;
        var plan = JobPlanner.Compute(job, _caches.Pods.OwnedBy(job.Metadata.Uid), _time.GetUtcNow());
        if (plan.Expired)
        {
            await DeleteAsync<V1Job>(job.Metadata, cancel);
            return null;
        }

        foreach (var pod in plan.Delete)
            await DeleteAsync<V1Pod>(pod.Metadata, cancel);
        for (int i = 0; i < plan.Create; i++)
        {
            var pod = await _client.CreateAsync(JobPlanner.Pod(job), null, cancel);
            _caches.Pods.Written(pod);
            _record(job, Name, "Creating", PlannedEvent.Normal("SuccessfulCreate", $"Created pod: {pod.Metadata.Name}"));
        }

        var after = plan.Create == 0 ? plan : JobPlanner.Compute(job, _caches.Pods.OwnedBy(job.Metadata.Uid), _time.GetUtcNow());
        if (!Statuses.AreSame(job.Status, after.Status, KubeJson.Default.V1JobStatus))
        {
            var written = await _client.ReplaceStatusAsync(job with { Status = after.Status }, null, cancel);
            _caches.Jobs.Written(written);
            if (JobPlanner.EndOf(written) is { } end)
                _record(job, Name, "Ending", end.Type == "Complete" ? PlannedEvent.Normal("Completed", "Job completed") : PlannedEvent.Warning(end.Reason!, end.Message!));
        }

        return after.LookAgain;
    }

    private async Task DeleteAsync<T>(V1ObjectMeta metadata, CancellationToken cancel)
        where T : class, IKubernetesObject<T> =>
        await _client.DeleteAsync<T>(metadata.Name!, metadata.Namespace, new DeleteOptions { Preconditions = new V1Preconditions { Uid = metadata.Uid } }, cancel);
}
