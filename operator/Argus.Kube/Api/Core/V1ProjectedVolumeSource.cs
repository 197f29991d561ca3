namespace Argus.Kube.Api.Core;

/// <summary>Several sources in one folder.</summary>
public sealed record V1ProjectedVolumeSource
{
    public int? DefaultMode { get; init; }

    public IReadOnlyList<V1VolumeProjection>? Sources { get; init; }
}
