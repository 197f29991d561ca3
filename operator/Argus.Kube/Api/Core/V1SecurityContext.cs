namespace Argus.Kube.Api.Core;

/// <summary>Rights of a container.</summary>
public sealed record V1SecurityContext
{
    public bool? AllowPrivilegeEscalation { get; init; }

    public V1Capabilities? Capabilities { get; init; }

    public bool? Privileged { get; init; }

    public string? ProcMount { get; init; }

    public bool? ReadOnlyRootFilesystem { get; init; }

    public long? RunAsGroup { get; init; }

    public bool? RunAsNonRoot { get; init; }

    public long? RunAsUser { get; init; }

    public V1SeccompProfile? SeccompProfile { get; init; }
}
