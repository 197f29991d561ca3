namespace Argus.Kube.Api.Core;

/// <summary>A container that does not run yet, and why.</summary>
public sealed record V1ContainerStateWaiting
{
    public string? Message { get; init; }

    public string? Reason { get; init; }
}
