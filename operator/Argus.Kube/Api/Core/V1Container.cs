namespace Argus.Kube.Api.Core;

/// <summary>One process of a pod.</summary>
public sealed record V1Container
{
    public required string Name { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyList<V1EnvVar>? Env { get; init; }

    public IReadOnlyList<V1EnvFromSource>? EnvFrom { get; init; }

    /// <summary>With its digest where it is to be pinned.</summary>
    public string? Image { get; init; }

    public string? ImagePullPolicy { get; init; }

    public V1Lifecycle? Lifecycle { get; init; }

    public V1Probe? LivenessProbe { get; init; }

    public IReadOnlyList<V1ContainerPort>? Ports { get; init; }

    public V1Probe? ReadinessProbe { get; init; }

    public V1ResourceRequirements? Resources { get; init; }

    /// <summary><c>Always</c> makes an init container a sidecar.</summary>
    public string? RestartPolicy { get; init; }

    public V1SecurityContext? SecurityContext { get; init; }

    public V1Probe? StartupProbe { get; init; }

    public bool? Stdin { get; init; }

    public bool? StdinOnce { get; init; }

    public string? TerminationMessagePath { get; init; }

    public string? TerminationMessagePolicy { get; init; }

    public bool? Tty { get; init; }

    public IReadOnlyList<V1VolumeMount>? VolumeMounts { get; init; }

    public string? WorkingDir { get; init; }
}
