using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Networking;

/// <summary>Pods, namespaces or an address block.</summary>
public sealed record V1NetworkPolicyPeer
{
    public V1IPBlock? IpBlock { get; init; }

    public V1LabelSelector? NamespaceSelector { get; init; }

    public V1LabelSelector? PodSelector { get; init; }
}
