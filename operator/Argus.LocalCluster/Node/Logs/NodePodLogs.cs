using Argus.LocalCluster.Node.Pods;
using Argus.LocalCluster.Pods;

namespace Argus.LocalCluster.Node.Logs;

/// <summary>The output of the containers of this node.</summary>
internal sealed class NodePodLogs(NodeOptions options) : IPodLogs
{
    /// <summary>Set while the node runs; what ended before can be read without.</summary>
    public PodWorkers? Workers { get; set; }

    /// <inheritdoc/>
    public IAsyncEnumerable<PodLogLine>? Read(PodLogQuery query, CancellationToken cancellationToken)
    {
        var files = PodFiles.Of(options.DataDirectory, query.Uid);
        var worker = Workers?.Find(query.Uid);
        var running = worker?.Running(query.Container);
        int newest = running?.Run ?? worker?.State.Container(query.Container).Run ?? files.Load()?.Container(query.Container).Run ?? -1;
        int run = query.Previous ? newest - 1 : newest;
        if (run < 0)
            return null;
        string directory = files.Run(query.Container, run);
        if (!Directory.Exists(directory))
            return null;
        var live = run == running?.Run ? running.Log : null;
        return query.Follow && live is not null ? LogFiles.FollowAsync(live, cancellationToken) : LogFiles.ReadAsync(directory, cancellationToken);
    }
}
