using System.Text.Json.Serialization;

namespace Argus.Kube.Api.Core;

/// <summary>A port of the node's agent.</summary>
public sealed record V1DaemonEndpoint
{
    [JsonPropertyName("Port")]
    public required int Port { get; init; }
}
