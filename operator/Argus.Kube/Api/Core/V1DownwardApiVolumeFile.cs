namespace Argus.Kube.Api.Core;

/// <summary>A file with one field of the pod.</summary>
public sealed record V1DownwardApiVolumeFile
{
    public V1ObjectFieldSelector? FieldRef { get; init; }

    public int? Mode { get; init; }

    public required string Path { get; init; }

    public V1ResourceFieldSelector? ResourceFieldRef { get; init; }
}
