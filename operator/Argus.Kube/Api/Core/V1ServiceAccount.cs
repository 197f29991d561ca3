using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Core;

/// <summary>An identity for pods.</summary>
public sealed record V1ServiceAccount : IKubernetesObject<V1ServiceAccount>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("", "v1", "ServiceAccount", "serviceaccounts");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1ServiceAccount> JsonType => KubeJson.Default.V1ServiceAccount;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public bool? AutomountServiceAccountToken { get; init; }

    public IReadOnlyList<V1LocalObjectReference>? ImagePullSecrets { get; init; }

    public IReadOnlyList<V1ObjectReference>? Secrets { get; init; }
}
