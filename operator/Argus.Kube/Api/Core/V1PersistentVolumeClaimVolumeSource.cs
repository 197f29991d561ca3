namespace Argus.Kube.Api.Core;

/// <summary>A claim in the same namespace.</summary>
public sealed record V1PersistentVolumeClaimVolumeSource
{
    public required string ClaimName { get; init; }

    public bool? ReadOnly { get; init; }
}
