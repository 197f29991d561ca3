namespace Argus.Kube.Api.Core;

/// <summary>A port of a Service and where it leads.</summary>
public sealed record V1ServicePort
{
    public string? Name { get; init; }

    public string? AppProtocol { get; init; }

    public int? NodePort { get; init; }

    public required int Port { get; init; }

    public string? Protocol { get; init; }

    public IntOrString? TargetPort { get; init; }
}
