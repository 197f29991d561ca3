namespace Argus.Kube.Api.Core;

/// <summary>A token of the pod's service account as a file.</summary>
public sealed record V1ServiceAccountTokenProjection
{
    public string? Audience { get; init; }

    public long? ExpirationSeconds { get; init; }

    public required string Path { get; init; }
}
