namespace Argus.Kube.Api.Discovery;

/// <summary>A port that every backend of the slice has.</summary>
public sealed record V1EndpointPort
{
    public string? Name { get; init; }

    public string? AppProtocol { get; init; }

    public int? Port { get; init; }

    public string? Protocol { get; init; }
}
