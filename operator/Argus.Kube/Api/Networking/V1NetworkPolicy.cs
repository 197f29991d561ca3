using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Networking;

/// <summary>Who may talk to the selected pods, and to whom they may.</summary>
public sealed record V1NetworkPolicy : IKubernetesObject<V1NetworkPolicy>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1NetworkPolicy> JsonType => KubeJson.Default.V1NetworkPolicy;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1NetworkPolicySpec? Spec { get; init; }
}
