namespace Argus.Kube.Api.Core;

/// <summary>An address of a pod.</summary>
public sealed record V1PodIP
{
    public required string Ip { get; init; }
}
