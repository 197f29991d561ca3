namespace Argus.Kube.Api.Apps;

/// <summary>How many pods may be too many and too few during a rollout.</summary>
public sealed record V1RollingUpdateDeployment
{
    public IntOrString? MaxSurge { get; init; }

    public IntOrString? MaxUnavailable { get; init; }
}
