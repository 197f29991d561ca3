namespace Argus.Kube.Api.Core;

/// <summary>An image that a node has.</summary>
public sealed record V1ContainerImage
{
    public IReadOnlyList<string>? Names { get; init; }

    public long? SizeBytes { get; init; }
}
