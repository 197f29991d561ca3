namespace Argus.Kube.Api.Core;

/// <summary>Opens a connection.</summary>
public sealed record V1TcpSocketAction
{
    public string? Host { get; init; }

    public required IntOrString Port { get; init; }
}
