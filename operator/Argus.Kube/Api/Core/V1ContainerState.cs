namespace Argus.Kube.Api.Core;

/// <summary>Exactly one of waiting, running and terminated.</summary>
public sealed record V1ContainerState
{
    public V1ContainerStateRunning? Running { get; init; }

    public V1ContainerStateTerminated? Terminated { get; init; }

    public V1ContainerStateWaiting? Waiting { get; init; }
}
