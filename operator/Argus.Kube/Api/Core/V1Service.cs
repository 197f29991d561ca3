using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>A stable name and address for pods.</summary>
public sealed record V1Service : IKubernetesObject<V1Service>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("", "v1", "Service", "services");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1Service> JsonType => KubeJson.Default.V1Service;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1ServiceSpec? Spec { get; init; }

    public V1ServiceStatus? Status { get; init; }
}
