using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>A machine of the cluster.</summary>
public sealed record V1Node : IKubernetesObject<V1Node>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("", "v1", "Node", "nodes", Namespaced: false);

    /// <inheritdoc/>
    public static JsonTypeInfo<V1Node> JsonType => KubeJson.Default.V1Node;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1NodeSpec? Spec { get; init; }

    public V1NodeStatus? Status { get; init; }
}
