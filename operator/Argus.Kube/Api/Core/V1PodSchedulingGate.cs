namespace Argus.Kube.Api.Core;

/// <summary>Keeps a pod from being scheduled until it is taken away.</summary>
public sealed record V1PodSchedulingGate
{
    public required string Name { get; init; }
}
