namespace Argus.Kube.Api.Core;

/// <summary>One source of a projected volume.</summary>
public sealed record V1VolumeProjection
{
    public V1ConfigMapProjection? ConfigMap { get; init; }

    public V1DownwardApiProjection? DownwardAPI { get; init; }

    public V1SecretProjection? Secret { get; init; }

    public V1ServiceAccountTokenProjection? ServiceAccountToken { get; init; }
}
