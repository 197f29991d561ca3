using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>Containers that run together on one node.</summary>
public sealed record V1Pod : IKubernetesObject<V1Pod>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("", "v1", "Pod", "pods");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1Pod> JsonType => KubeJson.Default.V1Pod;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1PodSpec? Spec { get; init; }

    public V1PodStatus? Status { get; init; }
}
