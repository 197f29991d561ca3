namespace Argus.Kube.Api.Core;

/// <summary>Fields of the pod as files of a projected volume.</summary>
public sealed record V1DownwardApiProjection
{
    public IReadOnlyList<V1DownwardApiVolumeFile>? Items { get; init; }
}
