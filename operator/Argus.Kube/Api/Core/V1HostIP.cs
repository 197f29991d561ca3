namespace Argus.Kube.Api.Core;

/// <summary>An address of a pod's node.</summary>
public sealed record V1HostIP
{
    public required string Ip { get; init; }
}
