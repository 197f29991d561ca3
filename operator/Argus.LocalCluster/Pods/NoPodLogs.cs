namespace Argus.LocalCluster.Pods;

/// <summary>Where nothing runs Pods, nothing has any output.</summary>
internal sealed class NoPodLogs : IPodLogs
{
    public IAsyncEnumerable<PodLogLine>? Read(PodLogQuery query, CancellationToken cancellationToken) => null;
}
