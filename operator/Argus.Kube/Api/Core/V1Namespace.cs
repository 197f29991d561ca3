using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>A scope of names.</summary>
public sealed record V1Namespace : IKubernetesObject<V1Namespace>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("", "v1", "Namespace", "namespaces", Namespaced: false);

    /// <inheritdoc/>
    public static JsonTypeInfo<V1Namespace> JsonType => KubeJson.Default.V1Namespace;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1NamespaceSpec? Spec { get; init; }

    public V1NamespaceStatus? Status { get; init; }
}
