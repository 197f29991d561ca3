namespace Argus.Kube.Api.Core;

/// <summary>Fields of the pod as files.</summary>
public sealed record V1DownwardApiVolumeSource
{
    public int? DefaultMode { get; init; }

    public IReadOnlyList<V1DownwardApiVolumeFile>? Items { get; init; }
}
