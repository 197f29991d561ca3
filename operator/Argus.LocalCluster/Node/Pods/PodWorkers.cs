using System.Collections.Concurrent;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>One worker for each pod of the node.</summary>
internal sealed class PodWorkers(NodeServices node, Action<ObjectKey, string> forget)
{
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new();

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
            _workers[after.Metadata.Uid!] = new PodWorker(node, after);
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
        string root = PodFiles.Pods(node.Options.DataDirectory);
        Directory.CreateDirectory(root);
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            if (_workers.ContainsKey(Path.GetFileName(folder)))
                continue;
            ContainerLauncher.KillMarked(folder + "/");
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Ends all containers; those that take too long are killed.</summary>
    public async Task ShutdownAsync(TimeSpan grace)
    {
        foreach (var worker in _workers.Values)
            worker.Shutdown(grace);
        try
        {
            await Task.WhenAll(_workers.Values.Select(worker => worker.Completion)).WaitAsync(grace + TimeSpan.FromSeconds(1), node.Time);
        }
        catch (TimeoutException)
        {
            ContainerLauncher.KillMarked(PodFiles.Pods(node.Options.DataDirectory) + "/");
        }
    }

    private void Remove(V1Pod pod)
    {
        forget(ObjectKey.Of(pod), pod.Metadata.Uid!);
        if (_workers.TryRemove(pod.Metadata.Uid!, out var worker))
            worker.Remove();
    }

    // A pod that has ended before this process began has nothing to be run.
    private bool IsHistory(V1Pod pod) =>
        pod.Status?.Phase is "Succeeded" or "Failed"
        && pod.Metadata.DeletionTimestamp is null
        && !Directory.Exists(PodFiles.Of(node.Options.DataDirectory, pod.Metadata.Uid!).Root);
}
