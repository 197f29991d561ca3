using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Networking;

/// <summary>Rules of a policy; what no rule allows is refused.</summary>
public sealed record V1NetworkPolicySpec
{
    public IReadOnlyList<V1NetworkPolicyEgressRule>? Egress { get; init; }

    public IReadOnlyList<V1NetworkPolicyIngressRule>? Ingress { get; init; }

    public V1LabelSelector? PodSelector { get; init; }

    public IReadOnlyList<string>? PolicyTypes { get; init; }
}
