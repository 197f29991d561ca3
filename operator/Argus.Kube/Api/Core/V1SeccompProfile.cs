namespace Argus.Kube.Api.Core;

/// <summary>Which system calls are allowed.</summary>
public sealed record V1SeccompProfile
{
    public required string Type { get; init; }

    public string? LocalhostProfile { get; init; }
}
