namespace Argus.Kube.Api.Autoscaling;

/// <summary>What is scaled, between which bounds, by which metrics.</summary>
public sealed record V2HorizontalPodAutoscalerSpec
{
    public V2HorizontalPodAutoscalerBehavior? Behavior { get; init; }

    public required int MaxReplicas { get; init; }

    public IReadOnlyList<V2MetricSpec>? Metrics { get; init; }

    public int? MinReplicas { get; init; }

    public required V2CrossVersionObjectReference ScaleTargetRef { get; init; }
}
