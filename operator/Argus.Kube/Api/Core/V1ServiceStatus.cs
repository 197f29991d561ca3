using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>Addresses outside the cluster.</summary>
public sealed record V1ServiceStatus
{
    public IReadOnlyList<V1Condition>? Conditions { get; init; }

    public V1LoadBalancerStatus? LoadBalancer { get; init; }
}
