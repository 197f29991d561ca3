using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Autoscaling;

/// <summary>Scales a workload by metrics.</summary>
public sealed record V2HorizontalPodAutoscaler : IKubernetesObject<V2HorizontalPodAutoscaler>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");

    /// <inheritdoc/>
    public static JsonTypeInfo<V2HorizontalPodAutoscaler> JsonType => KubeJson.Default.V2HorizontalPodAutoscaler;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public required V2HorizontalPodAutoscalerSpec Spec { get; init; }

    public V2HorizontalPodAutoscalerStatus? Status { get; init; }
}
