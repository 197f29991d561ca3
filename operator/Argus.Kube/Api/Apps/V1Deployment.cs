using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Apps;

/// <summary>Pods kept in number and rolled to new versions.</summary>
public sealed record V1Deployment : IKubernetesObject<V1Deployment>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("apps", "v1", "Deployment", "deployments");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1Deployment> JsonType => KubeJson.Default.V1Deployment;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1DeploymentSpec? Spec { get; init; }

    public V1DeploymentStatus? Status { get; init; }
}
