using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Discovery;

/// <summary>Addresses behind a Service.</summary>
public sealed record V1EndpointSlice : IKubernetesObject<V1EndpointSlice>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1EndpointSlice> JsonType => KubeJson.Default.V1EndpointSlice;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary><c>IPv4</c>, <c>IPv6</c> or <c>FQDN</c>.</summary>
    public required string AddressType { get; init; }

    public IReadOnlyList<V1Endpoint>? Endpoints { get; init; }

    public IReadOnlyList<V1EndpointPort>? Ports { get; init; }
}
