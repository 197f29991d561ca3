using System.Collections.Concurrent;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Kube.Client;
using Argus.Kube.Work;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Takes the states of pods to the API server: the newest only, and only when it says something new. Removes pods that have ended after they were deleted.</summary>
internal sealed class PodReporter(KubernetesClient client, ObjectCache<V1Pod> pods, TimeProvider time) : IController
{
    private readonly ConcurrentDictionary<ObjectKey, (PodState State, bool IsOver)> _newest = new();

    public string Name => "pod-status";

    public WorkQueue<ObjectKey> Queue { get; } = new(time);

    /// <summary>Takes a state to be reported.</summary>
    public void Report(V1Pod pod, PodState state, bool isOver)
    {
        var key = ObjectKey.Of(pod);
        _newest[key] = (state, isOver);
        Queue.Add(key);
    }

    public void Forget(ObjectKey key, string uid)
    {
        if (_newest.TryGetValue(key, out var entry) && entry.State.Uid == uid)
            _newest.TryRemove(KeyValuePair.Create(key, entry));
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (!_newest.TryGetValue(key, out var newest) || pods.Find(key) is not { } pod || pod.Metadata.Uid != newest.State.Uid)
            return null;
        var status = PodStatusBuilder.Build(pod, newest.State, NodeAgent.HostAddress, time.GetUtcNow());
        try
        {
            if (!Same(pod.Status, status))
                pods.Written(pod = await client.ReplaceStatusAsync(pod with { Status = status }, null, cancel));
            if (newest.IsOver)
                await RemoveAsync(pod, cancel);
        }
        catch (KubernetesException error) when (error.IsObjectMissing)
        {
            // Somebody removed it already; the watch will tell.
        }

        return null;
    }

    private async Task RemoveAsync(V1Pod pod, CancellationToken cancel)
    {
        var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } };
        if (await client.DeleteAsync<V1Pod>(pod.Metadata.Name!, pod.Metadata.Namespace, options, cancel) != DeleteResult.Deleting)
            pods.Gone(ObjectKey.Of(pod), pod.Metadata.Uid);
    }

    private static bool Same(V1PodStatus? left, V1PodStatus right) =>
        left is not null && JsonElement.DeepEquals(
            JsonSerializer.SerializeToElement(left, KubeJson.Default.V1PodStatus),
            JsonSerializer.SerializeToElement(right, KubeJson.Default.V1PodStatus));
}
