namespace Argus.Kube.Api.Autoscaling;

/// <summary>How many replicas are wanted.</summary>
public sealed record V1ScaleSpec
{
    public int? Replicas { get; init; }
}
