namespace Argus.Kube.Api.Networking;

/// <summary>Traffic let in.</summary>
public sealed record V1NetworkPolicyIngressRule
{
    public IReadOnlyList<V1NetworkPolicyPeer>? From { get; init; }

    public IReadOnlyList<V1NetworkPolicyPort>? Ports { get; init; }
}
