using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;
using Argus.Kube.Work;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.Endpoints;

/// <summary>Acts on the plans for the EndpointSlices of Services.</summary>
internal sealed class EndpointSliceController : IController
{
    // As in Kubernetes: a slice goes with its Service, and the news of the one may come before that of the other.
    private static readonly TimeSpan SliceDelay = TimeSpan.FromSeconds(1);
    private const string Zone = "topology.kubernetes.io/zone";
    private readonly KubernetesClient _client;
    private readonly ClusterCaches _caches;

    public EndpointSliceController(KubernetesClient client, ClusterCaches caches, TimeProvider time)
    {
        (_client, _caches) = (client, caches);
        Queue = new(time);
        caches.Services.Changed += (before, after) => Queue.Add(ObjectKey.Of((after ?? before)!));
        caches.EndpointSlices.Changed += (before, after) => AddOwner((after ?? before)!);
        caches.Pods.Changed += (before, after) =>
        {
            if (Facts(before) != Facts(after) || !LabelSelectors.Same(before?.Metadata.Labels, after?.Metadata.Labels))
                AddServices(before, after);
        };
    }

    public string Name => "endpointslice-controller";

    public WorkQueue<ObjectKey> Queue { get; }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        // The slices of a Service that is gone go with it, as its property.
        if (_caches.Services.Find(key) is not { } service)
            return null;
        var owned = _caches.EndpointSlices.OwnedBy(service.Metadata.Uid)
            .Where(slice => slice.Metadata.Labels?.GetValueOrDefault(EndpointSlicePlanner.ManagedByLabel) == EndpointSlicePlanner.Manager)
            .ToList();
        var pods = _caches.Pods.ByLabels(key.Namespace, service.Spec?.Selector);
        var plan = EndpointSlicePlanner.Compute(service, pods, ZoneOf, owned);
        foreach (var slice in plan.Delete)
        {
            var options = new DeleteOptions { Preconditions = new V1Preconditions { Uid = slice.Metadata.Uid } };
            await _client.DeleteAsync<V1EndpointSlice>(slice.Metadata.Name!, slice.Metadata.Namespace, options, cancel);
            _caches.EndpointSlices.Gone(ObjectKey.Of(slice), slice.Metadata.Uid);
        }

        foreach (var slice in plan.Create)
            _caches.EndpointSlices.Written(await _client.CreateAsync(slice, null, cancel));
        foreach (var slice in plan.Update)
            _caches.EndpointSlices.Written(await _client.ReplaceAsync(slice, null, cancel));
        return null;
    }

    private string? ZoneOf(string node) => _caches.Nodes.Find(new ObjectKey("", node))?.Metadata.Labels?.GetValueOrDefault(Zone);

    // What of a pod a slice shows.
    private static (string? Uid, string? Address, bool Ready, bool Terminating, bool Finished) Facts(V1Pod? pod) =>
        pod is null ? default : (pod.Metadata.Uid, pod.Status?.PodIP, pod.IsReady(), pod.IsTerminating(), pod.IsFinished());

    private void AddServices(V1Pod? before, V1Pod? after)
    {
        AddServices(before);
        AddServices(after);
    }

    private void AddServices(V1Pod? pod)
    {
        if (pod is null)
            return;
        foreach (var service in _caches.Services.MaySelect(pod.Metadata.Namespace, pod.Metadata.Labels))
        {
            if (service.Spec?.Selector is { } selector && LabelSelectors.Selects(selector, pod.Metadata.Labels))
                Queue.Add(ObjectKey.Of(service));
        }
    }

    private void AddOwner(V1EndpointSlice slice)
    {
        if (slice.OwnerKey("Service") is { } owner)
            Queue.AddAfter(owner, SliceDelay);
    }
}
