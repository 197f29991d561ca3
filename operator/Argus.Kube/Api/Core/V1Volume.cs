namespace Argus.Kube.Api.Core;

/// <summary>A folder that containers can mount; one source.</summary>
public sealed record V1Volume
{
    public required string Name { get; init; }

    public V1ConfigMapVolumeSource? ConfigMap { get; init; }

    public V1DownwardApiVolumeSource? DownwardAPI { get; init; }

    public V1EmptyDirVolumeSource? EmptyDir { get; init; }

    public V1HostPathVolumeSource? HostPath { get; init; }

    public V1PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    public V1ProjectedVolumeSource? Projected { get; init; }

    public V1SecretVolumeSource? Secret { get; init; }
}
