using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>Settings by key.</summary>
public sealed record V1ConfigMap : IKubernetesObject<V1ConfigMap>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("", "v1", "ConfigMap", "configmaps");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1ConfigMap> JsonType => KubeJson.Default.V1ConfigMap;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>Values in base64.</summary>
    public IReadOnlyDictionary<string, string>? BinaryData { get; init; }

    public IReadOnlyDictionary<string, string>? Data { get; init; }

    public bool? Immutable { get; init; }
}
