namespace Argus.Kube.Api.Core;

/// <summary>Asks a gRPC health service.</summary>
public sealed record V1GrpcAction
{
    public required int Port { get; init; }

    public string? Service { get; init; }
}
