namespace Argus.Kube.Api.Networking;

/// <summary>Traffic let out.</summary>
public sealed record V1NetworkPolicyEgressRule
{
    public IReadOnlyList<V1NetworkPolicyPort>? Ports { get; init; }

    public IReadOnlyList<V1NetworkPolicyPeer>? To { get; init; }
}
