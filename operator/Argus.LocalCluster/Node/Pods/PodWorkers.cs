using System.Collections.Concurrent;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>One worker for each pod of the node.</summary>
internal sealed class PodWorkers
{
    private readonly NodeServices _node;
    private readonly Action<ObjectKey, string> _forget;
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new();
    private readonly Lock _lock = new();
    private readonly HeldPods _held;

    public PodWorkers(NodeServices node, Action<ObjectKey, string> forget)
    {
        (_node, _forget) = (node, forget);
        _held = new HeldPods(node, TryHeld);
    }

    /// <summary>A pod came, changed or went.</summary>
    public void Observe(V1Pod? before, V1Pod? after)
    {
        if (before is not null && before.Metadata.Uid != after?.Metadata.Uid)
            Remove(before);
        if (after is null)
            return;
        if (_workers.TryGetValue(after.Metadata.Uid!, out var worker))
            worker.Update(after);
        else if (!IsHistory(after))
            Begin(after);
    }

    /// <summary>A ConfigMap or Secret changed that some pod may use.</summary>
    public void Refresh(string? ns, Func<V1PodSpec, bool> uses)
    {
        foreach (var worker in _workers.Values)
        {
            if (worker.Pod.Metadata.Namespace == ns && worker.Pod.Spec is { } spec && uses(spec))
                worker.Refresh();
        }
    }

    /// <summary>By uid; null when the pod is not here.</summary>
    public PodWorker? Find(string uid) => _workers.GetValueOrDefault(uid);

    /// <summary>Ends what is left of pods that are not on this node any more.</summary>
    public void Sweep()
    {
        string root = PodFiles.Pods(_node.Options.DataDirectory);
        Directory.CreateDirectory(root);
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            if (IsHere(Path.GetFileName(folder)))
                continue;
            ContainerLauncher.KillMarked(folder + "/");
            _node.Folders.Remove(folder);
        }
    }

    /// <summary>Ends all containers; those that take too long are killed.</summary>
    public async Task ShutdownAsync(TimeSpan grace)
    {
        lock (_lock)
            _held.Stop();
        foreach (var worker in _workers.Values)
            worker.Shutdown(grace);
        try
        {
            await Task.WhenAll(_workers.Values.Select(worker => worker.Completion)).WaitAsync(grace + TimeSpan.FromSeconds(1), _node.Time);
        }
        catch (TimeoutException)
        {
            ContainerLauncher.KillMarked(PodFiles.Pods(_node.Options.DataDirectory) + "/");
        }
    }

    private void Remove(V1Pod pod)
    {
        _forget(ObjectKey.Of(pod), pod.Metadata.Uid!);
        lock (_lock)
            _held.Release(pod.Metadata.Uid!);
        if (_workers.TryRemove(pod.Metadata.Uid!, out var worker))
            worker.Remove();
    }

    // Whatever keeps a pod from being begun is said of the pod: thrown, it would end the mirror, and with it all that the node hears of pods.
    private void Begin(V1Pod pod)
    {
        lock (_lock)
            BeginNeedsLock(pod);
    }

    private void BeginNeedsLock(V1Pod pod)
    {
        string uid = pod.Metadata.Uid!;
        if (_workers.TryGetValue(uid, out var begun))
        {
            begun.Update(pod);
            return;
        }

        try
        {
            _workers[uid] = new PodWorker(_node, pod);
            _held.Release(uid);
        }
        catch (Exception error)
        {
            _held.Hold(pod, error.Message);
        }
    }

    private void TryHeld()
    {
        lock (_lock)
        {
            foreach (var pod in _held.All)
                BeginNeedsLock(pod);
        }
    }

    private bool IsHere(string uid)
    {
        lock (_lock)
            return _workers.ContainsKey(uid) || _held.Has(uid);
    }

    // A pod that has ended before this process began has nothing to be run.
    private bool IsHistory(V1Pod pod) =>
        pod.Status?.Phase is "Succeeded" or "Failed"
        && pod.Metadata.DeletionTimestamp is null
        && !Directory.Exists(PodFiles.Of(_node.Options.DataDirectory, pod.Metadata.Uid!).Root);
}
