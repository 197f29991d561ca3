using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>Secret values by key.</summary>
public sealed record V1Secret : IKubernetesObject<V1Secret>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("", "v1", "Secret", "secrets");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1Secret> JsonType => KubeJson.Default.V1Secret;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public string? Type { get; init; }

    /// <summary>Values in base64.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    public bool? Immutable { get; init; }

    /// <summary>Plain values; written only, the server moves them to <see cref="Data"/>.</summary>
    public IReadOnlyDictionary<string, string>? StringData { get; init; }
}
