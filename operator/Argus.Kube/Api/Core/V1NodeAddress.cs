namespace Argus.Kube.Api.Core;

/// <summary>An address of a node.</summary>
public sealed record V1NodeAddress
{
    public required string Type { get; init; }

    public required string Address { get; init; }
}
