namespace Argus.Kube.Api.Networking;

/// <summary>Addresses in CIDR notation, less some of them.</summary>
public sealed record V1IPBlock
{
    public required string Cidr { get; init; }

    public IReadOnlyList<string>? Except { get; init; }
}
