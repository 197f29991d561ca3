using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>What is on each node, kept up with every change of a pod. Callers hold the scheduler's lock.</summary>
internal sealed class NodeLoads
{
    private readonly Dictionary<string, NodeLoad> _nodes = [];
    private readonly Dictionary<ObjectKey, (string Node, PodLoad Load)> _pods = [];

    public NodeLoad On(string node) => _nodes.GetValueOrDefault(node, NodeLoad.Empty);

    /// <summary>Counts a pod on a node, and no longer on another.</summary>
    public void Assign(V1Pod pod, string node)
    {
        var key = ObjectKey.Of(pod);
        Release(key);
        if (!_nodes.TryGetValue(node, out var load))
            _nodes[node] = load = new NodeLoad();
        var entry = PodLoad.Of(pod);
        load.Add(entry);
        _pods[key] = (node, entry);
    }

    /// <summary>A pod takes up nothing any more. False when it did not before.</summary>
    public bool Release(ObjectKey key)
    {
        if (!_pods.Remove(key, out var entry))
            return false;
        _nodes[entry.Node].Remove(entry.Load);
        return true;
    }

    /// <summary>Takes what the API server says of a pod. True when something became free.</summary>
    public bool Observe(V1Pod? before, V1Pod? after)
    {
        if (after is null || after.IsFinished())
            return Release(ObjectKey.Of((after ?? before)!));
        if (after.Spec?.NodeName is { Length: > 0 } node)
            Assign(after, node);
        return false;
    }
}
