namespace Argus.Kube.Api.Core;

/// <summary>A path of the node.</summary>
public sealed record V1HostPathVolumeSource
{
    public string? Type { get; init; }

    public required string Path { get; init; }
}
