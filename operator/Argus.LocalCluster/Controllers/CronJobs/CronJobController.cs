using Argus.Kube.Api;
using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;
using Argus.Kube.Work;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.CronJobs;

/// <summary>Acts on the plans for CronJobs.</summary>
internal sealed class CronJobController : IController
{
    // Longer waits than this are cut into parts: the machine may have slept meanwhile.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly KubernetesClient _client;
    private readonly ClusterCaches _caches;
    private readonly RecordEvent _record;
    private readonly TimeProvider _time;

    public CronJobController(KubernetesClient client, ClusterCaches caches, RecordEvent record, TimeProvider time)
    {
        (_client, _caches, _record, _time) = (client, caches, record, time);
        Queue = new(time);
        caches.CronJobs.Changed += (before, after) => Queue.Add(ObjectKey.Of((after ?? before)!));
        caches.Jobs.Changed += (before, after) =>
        {
            if ((after ?? before)!.OwnerKey("CronJob") is { } owner)
                Queue.Add(owner);
        };
    }

    public string Name => "cronjob-controller";

    public WorkQueue<ObjectKey> Queue { get; }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (_caches.CronJobs.Find(key) is not { } cron || cron.Metadata.DeletionTimestamp is not null)
            return null;
        var plan = CronJobPlanner.Compute(cron, _caches.Jobs.OwnedBy(cron.Metadata.Uid), _time.GetUtcNow());
        foreach (var job in plan.Delete)
            await DeleteAsync(job, cancel);
        if (plan.Told is { } told)
            _record(cron, Name, "Scheduling", told);
        if (plan.Create is { } next)
            await CreateAsync(cron, next, cancel);

        var status = plan.Create is null ? plan.Status : CronJobPlanner.Compute(cron, _caches.Jobs.OwnedBy(cron.Metadata.Uid), _time.GetUtcNow()).Status with { LastScheduleTime = plan.Status.LastScheduleTime };
        if (!Statuses.AreSame(cron.Status, status, KubeJson.Default.V1CronJobStatus))
            _caches.CronJobs.Written(await _client.ReplaceStatusAsync(cron with { Status = status }, null, cancel));
        return plan.LookAgain is { } wait ? wait < LongestWait ? wait + TimeSpan.FromMilliseconds(50) : LongestWait : null;
    }

    private async Task CreateAsync(V1CronJob cron, V1Job job, CancellationToken cancel)
    {
        try
        {
            var created = await _client.CreateAsync(job, null, cancel);
            _caches.Jobs.Written(created);
            _record(cron, Name, "Scheduling", PlannedEvent.Normal("SuccessfulCreate", $"Created job {created.Metadata.Name}"));
        }
        catch (KubernetesException error) when (error.IsAlreadyExists)
        {
            // Made before a crash that came before the status: it counts.
        }
    }

    private async Task DeleteAsync(V1Job job, CancellationToken cancel)
    {
        var options = new DeleteOptions { Preconditions = new V1Preconditions { Uid = job.Metadata.Uid }, Propagation = PropagationPolicy.Background };
        if (await _client.DeleteAsync<V1Job>(job.Metadata.Name!, job.Metadata.Namespace, options, cancel) != DeleteResult.Deleting)
            _caches.Jobs.Gone(ObjectKey.Of(job), job.Metadata.Uid);
    }
}
