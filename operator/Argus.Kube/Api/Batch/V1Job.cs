using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Batch;

/// <summary>Pods that run until enough of them have succeeded.</summary>
public sealed record V1Job : IKubernetesObject<V1Job>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("batch", "v1", "Job", "jobs");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1Job> JsonType => KubeJson.Default.V1Job;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1JobSpec? Spec { get; init; }

    public V1JobStatus? Status { get; init; }
}
