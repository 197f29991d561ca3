using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;
using Argus.Kube.Work;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>Acts on the plans for Deployments.</summary>
internal sealed class DeploymentController : IController
{
    private readonly KubernetesClient _client;
    private readonly ClusterCaches _caches;
    private readonly RecordEvent _record;
    private readonly TimeProvider _time;

    public DeploymentController(KubernetesClient client, ClusterCaches caches, RecordEvent record, TimeProvider time)
    {
        (_client, _caches, _record, _time) = (client, caches, record, time);
        Queue = new(time);
        caches.Deployments.Changed += (before, after) => Queue.Add(ObjectKey.Of((after ?? before)!));
        caches.ReplicaSets.Changed += (before, after) =>
        {
            if ((after ?? before)!.OwnerKey("Deployment") is { } owner)
                Queue.Add(owner);
        };
        // Only Recreate waits for pods, and only for their end.
        caches.Pods.Changed += (before, after) =>
        {
            if (before is not null && (after is null || after.IsFinished()))
                AddRecreating(before);
        };
    }

    public string Name => "deployment-controller";

    public WorkQueue<ObjectKey> Queue { get; }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (_caches.Deployments.Find(key) is not { } deployment)
            return null;
        var owned = _caches.ReplicaSets.OwnedBy(deployment.Metadata.Uid);
        var plan = DeploymentPlanner.Compute(deployment, owned, OldPodsRun, _time.GetUtcNow());

        foreach (var set in plan.Delete)
            await DeleteAsync(set, cancel);
        if (plan.Create is { } create && !await CreateAsync(deployment, create, cancel))
            return null;
        foreach (var set in plan.Update)
        {
            var before = owned.First(other => other.Metadata.Name == set.Metadata.Name);
            var patch = ReplicaSetPatch.Between(before, set);
            _caches.ReplicaSets.Written(await _client.PatchAsync<V1ReplicaSet>(set.Metadata.Name!, set.Metadata.Namespace, PatchType.Merge, patch, null, cancel));
        }

        await ReportAsync(deployment, plan, cancel);
        foreach (var told in plan.Events)
            _record(deployment, Name, "Scaling", told);
        return plan.LookAgain;
    }

    private bool OldPodsRun(Fleet fleet) =>
        fleet.Old.Any(set => _caches.Pods.OwnedBy(set.Metadata.Uid).Any(pod => !pod.IsFinished()));

    private async Task DeleteAsync(V1ReplicaSet set, CancellationToken cancel)
    {
        var options = new DeleteOptions { Preconditions = new V1Preconditions { Uid = set.Metadata.Uid }, Propagation = PropagationPolicy.Background };
        if (await _client.DeleteAsync<V1ReplicaSet>(set.Metadata.Name!, set.Metadata.Namespace, options, cancel) != DeleteResult.Deleting)
            _caches.ReplicaSets.Gone(ObjectKey.Of(set), set.Metadata.Uid);
    }

    // False when the name is taken by something else: the next look uses another one.
    private async Task<bool> CreateAsync(V1Deployment deployment, V1ReplicaSet create, CancellationToken cancel)
    {
        try
        {
            _caches.ReplicaSets.Written(await _client.CreateAsync(create, null, cancel));
            return true;
        }
        catch (KubernetesException error) when (error.IsAlreadyExists)
        {
            var present = await _client.ReadAsync<V1ReplicaSet>(create.Metadata.Name!, create.Metadata.Namespace, cancel);
            if (present.Metadata.Controller()?.Uid == deployment.Metadata.Uid && PodTemplates.Same(present.Spec?.Template, deployment.Spec!.Template))
            {
                _caches.ReplicaSets.Written(present);
                return true;
            }

            var status = (deployment.Status ?? new()) with { CollisionCount = (deployment.Status?.CollisionCount ?? 0) + 1 };
            _caches.Deployments.Written(await _client.ReplaceStatusAsync(deployment with { Status = status }, null, cancel));
            return false;
        }
    }

    private async Task ReportAsync(V1Deployment deployment, DeploymentPlan plan, CancellationToken cancel)
    {
        bool revised = plan.Revision is not null && deployment.Metadata.Annotations?.GetValueOrDefault(Revisions.Revision) != plan.Revision;
        if (!revised && Same(deployment.Status, plan.Status))
            return;
        var annotations = deployment.Metadata.Annotations;
        if (revised)
            annotations = new Dictionary<string, string>(annotations ?? new Dictionary<string, string>()) { [Revisions.Revision] = plan.Revision! };
        var report = deployment with { Metadata = deployment.Metadata with { Annotations = annotations }, Status = plan.Status };
        var written = await _client.ReplaceStatusAsync(report, null, cancel);
        // Servers may pass over annotations that come with a status.
        if (revised && written.Metadata.Annotations?.GetValueOrDefault(Revisions.Revision) != plan.Revision)
        {
            byte[] patch = Patches.Annotate(KeyValuePair.Create(Revisions.Revision, plan.Revision!));
            written = await _client.PatchAsync<V1Deployment>(deployment.Metadata.Name!, deployment.Metadata.Namespace, PatchType.Merge, patch, null, cancel);
        }

        _caches.Deployments.Written(written);
    }

    private static bool Same(V1DeploymentStatus? left, V1DeploymentStatus? right) =>
        JsonElement.DeepEquals(
            JsonSerializer.SerializeToElement(left ?? new(), KubeJson.Default.V1DeploymentStatus),
            JsonSerializer.SerializeToElement(right ?? new(), KubeJson.Default.V1DeploymentStatus));

    private void AddRecreating(V1Pod pod)
    {
        if (pod.OwnerKey("ReplicaSet") is { } owner
            && _caches.ReplicaSets.Find(owner) is { } set
            && set.OwnerKey("Deployment") is { } deployment
            && _caches.Deployments.Find(deployment) is { Spec.Strategy.Type: "Recreate" } recreating)
            Queue.Add(ObjectKey.Of(recreating));
    }
}
