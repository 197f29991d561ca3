namespace Argus.Kube.Api.Core;

/// <summary>A container that runs.</summary>
public sealed record V1ContainerStateRunning
{
    public DateTimeOffset? StartedAt { get; init; }
}
