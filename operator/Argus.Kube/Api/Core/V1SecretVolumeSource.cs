namespace Argus.Kube.Api.Core;

/// <summary>A Secret as files.</summary>
public sealed record V1SecretVolumeSource
{
    public int? DefaultMode { get; init; }

    public IReadOnlyList<V1KeyToPath>? Items { get; init; }

    public bool? Optional { get; init; }

    public string? SecretName { get; init; }
}
