namespace Argus.Kube.Api.Core;

/// <summary>Users, groups and profiles of all containers of a pod.</summary>
public sealed record V1PodSecurityContext
{
    public long? FsGroup { get; init; }

    public string? FsGroupChangePolicy { get; init; }

    public long? RunAsGroup { get; init; }

    public bool? RunAsNonRoot { get; init; }

    public long? RunAsUser { get; init; }

    public V1SeccompProfile? SeccompProfile { get; init; }

    public IReadOnlyList<long>? SupplementalGroups { get; init; }
}
