using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Policy;

/// <summary>How many pods may be evicted at once.</summary>
public sealed record V1PodDisruptionBudget : IKubernetesObject<V1PodDisruptionBudget>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1PodDisruptionBudget> JsonType => KubeJson.Default.V1PodDisruptionBudget;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1PodDisruptionBudgetSpec? Spec { get; init; }

    public V1PodDisruptionBudgetStatus? Status { get; init; }
}
