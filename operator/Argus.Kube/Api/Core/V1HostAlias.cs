namespace Argus.Kube.Api.Core;

/// <summary>A line of the pod's hosts file.</summary>
public sealed record V1HostAlias
{
    public IReadOnlyList<string>? Hostnames { get; init; }

    public required string Ip { get; init; }
}
