namespace Argus.Kube.Api.Core;

/// <summary>What to do after a container started and before it stops.</summary>
public sealed record V1Lifecycle
{
    public V1LifecycleHandler? PostStart { get; init; }

    public V1LifecycleHandler? PreStop { get; init; }

    public string? StopSignal { get; init; }
}
