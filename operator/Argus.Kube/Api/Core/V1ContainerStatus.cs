namespace Argus.Kube.Api.Core;

/// <summary>What became of a container.</summary>
public sealed record V1ContainerStatus
{
    public required string Name { get; init; }

    public string? ContainerID { get; init; }

    public required string Image { get; init; }

    public required string ImageID { get; init; }

    public V1ContainerState? LastState { get; init; }

    public required bool Ready { get; init; }

    public required int RestartCount { get; init; }

    public bool? Started { get; init; }

    public V1ContainerState? State { get; init; }
}
