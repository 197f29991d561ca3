using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Coordination;

/// <summary>Who holds something, and until when.</summary>
public sealed record V1Lease : IKubernetesObject<V1Lease>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("coordination.k8s.io", "v1", "Lease", "leases");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1Lease> JsonType => KubeJson.Default.V1Lease;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1LeaseSpec? Spec { get; init; }
}
