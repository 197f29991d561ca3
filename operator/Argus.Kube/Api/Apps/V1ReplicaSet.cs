using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Apps;

/// <summary>Pods of one version, kept in number.</summary>
public sealed record V1ReplicaSet : IKubernetesObject<V1ReplicaSet>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("apps", "v1", "ReplicaSet", "replicasets");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1ReplicaSet> JsonType => KubeJson.Default.V1ReplicaSet;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1ReplicaSetSpec? Spec { get; init; }

    public V1ReplicaSetStatus? Status { get; init; }
}
