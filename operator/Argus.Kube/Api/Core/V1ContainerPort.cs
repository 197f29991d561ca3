namespace Argus.Kube.Api.Core;

/// <summary>A port that a container listens on.</summary>
public sealed record V1ContainerPort
{
    public string? Name { get; init; }

    public required int ContainerPort { get; init; }

    public string? HostIP { get; init; }

    public int? HostPort { get; init; }

    public string? Protocol { get; init; }
}
