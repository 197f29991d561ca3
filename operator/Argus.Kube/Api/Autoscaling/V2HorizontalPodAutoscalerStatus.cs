namespace Argus.Kube.Api.Autoscaling;

/// <summary>What the autoscaler found and wants.</summary>
public sealed record V2HorizontalPodAutoscalerStatus
{
    public IReadOnlyList<V2HorizontalPodAutoscalerCondition>? Conditions { get; init; }

    public int? CurrentReplicas { get; init; }

    public required int DesiredReplicas { get; init; }

    public DateTimeOffset? LastScaleTime { get; init; }

    public long? ObservedGeneration { get; init; }
}
