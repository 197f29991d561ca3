namespace Argus.LocalCluster.Pods;

/// <summary>Where the output of containers is found; whoever runs Pods provides it.</summary>
internal interface IPodLogs
{
    /// <summary>The output of a container from its beginning on; null where it has none. With <see cref="PodLogQuery.Follow"/> it goes on until the container ends or the caller has had enough.</summary>
    IAsyncEnumerable<PodLogLine>? Read(PodLogQuery query, CancellationToken cancellationToken);
}
