namespace Argus.Kube.Api.Networking;

/// <summary>A port or a range of ports.</summary>
public sealed record V1NetworkPolicyPort
{
    public int? EndPort { get; init; }

    public IntOrString? Port { get; init; }

    public string? Protocol { get; init; }
}
