using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Work;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Pods;

/// <summary>Pods that this node cannot begin, for want of addresses or room on the disk: each is told why, and given back to be tried again. Not for several threads at a time.</summary>
internal sealed class HeldPods
{
    /// <summary>Between tries.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    private readonly NodeServices _node;
    private readonly ITimer _timer;
    private readonly Dictionary<string, (V1Pod Pod, string Problem)> _held = [];

    /// <param name="node">Of the pods.</param>
    /// <param name="again">Told when it is time to try them all again.</param>
    public HeldPods(NodeServices node, Action again) =>
        (_node, _timer) = (node, node.Time.CreateTimer(_ => again(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));

    public IReadOnlyList<V1Pod> All => [.. _held.Values.Select(held => held.Pod)];

    /// <summary>Whether a pod is held, by uid.</summary>
    public bool Has(string uid) => _held.ContainsKey(uid);

    /// <summary>Takes a pod that could not be begun.</summary>
    public void Hold(V1Pod pod, string problem)
    {
        string uid = pod.Metadata.Uid!;
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            // What an earlier process of ours had begun of it ends here; there is nobody else to say that it has.
            string folder = PodFiles.Of(_node.Options.DataDirectory, uid).Root;
            ContainerLauncher.KillMarked(folder + "/");
            _node.Folders.Remove(folder);
            _node.Report(pod, State(pod, problem), true);
            _held.Remove(uid);
            return;
        }

        bool isNews = !_held.TryGetValue(uid, out var before) || before.Problem != problem;
        _held[uid] = (pod, problem);
        if (isNews)
        {
            _node.Record(pod, "kubelet", "Running", PlannedEvent.Warning("FailedCreatePodSandBox", $"Failed to create pod sandbox: {problem}"));
            _node.Report(pod, State(pod, problem), false);
        }

        _timer.Change(Wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A pod was begun, or is gone.</summary>
    public void Release(string uid) => _held.Remove(uid);

    /// <summary>Tries none of them any more.</summary>
    public void Stop() => _timer.Dispose();

    private static PodState State(V1Pod pod, string problem)
    {
        var state = new PodState { Uid = pod.Metadata.Uid!, Namespace = pod.Metadata.Namespace!, Name = pod.Metadata.Name!, Address = "" };
        foreach (var container in pod.Spec?.Containers ?? [])
            state = state.With(new ContainerState(container.Name) { Reason = "CreateContainerError", Message = problem });
        return state;
    }
}
