namespace Argus.Kube.Api.Autoscaling;

/// <summary>How fast scaling may go, each way.</summary>
public sealed record V2HorizontalPodAutoscalerBehavior
{
    public V2HPAScalingRules? ScaleDown { get; init; }

    public V2HPAScalingRules? ScaleUp { get; init; }
}
