namespace Argus.Kube.Api.Autoscaling;

/// <summary>Such as <c>AbleToScale</c> or <c>ScalingLimited</c>.</summary>
public sealed record V2HorizontalPodAutoscalerCondition
{
    public required string Type { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }
}
