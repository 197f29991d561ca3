namespace Argus.Kube.Api.Apps;

/// <summary><c>RollingUpdate</c> or <c>Recreate</c>.</summary>
public sealed record V1DeploymentStrategy
{
    public string? Type { get; init; }

    public V1RollingUpdateDeployment? RollingUpdate { get; init; }
}
