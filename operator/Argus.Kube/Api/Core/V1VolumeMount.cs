namespace Argus.Kube.Api.Core;

/// <summary>Where a volume appears in a container.</summary>
public sealed record V1VolumeMount
{
    public required string Name { get; init; }

    public required string MountPath { get; init; }

    public string? MountPropagation { get; init; }

    public bool? ReadOnly { get; init; }

    public string? RecursiveReadOnly { get; init; }

    /// <summary>Path within the volume; its root when null.</summary>
    public string? SubPath { get; init; }

    public string? SubPathExpr { get; init; }
}
