namespace Argus.Kube.Api.Core;

/// <summary>Where a load balancer takes traffic.</summary>
public sealed record V1LoadBalancerStatus
{
    public IReadOnlyList<V1LoadBalancerIngress>? Ingress { get; init; }
}
