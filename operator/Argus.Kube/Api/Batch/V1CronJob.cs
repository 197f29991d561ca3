using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Batch;

/// <summary>Jobs that begin at times of a schedule.</summary>
public sealed record V1CronJob : IKubernetesObject<V1CronJob>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("batch", "v1", "CronJob", "cronjobs");

    /// <inheritdoc/>
    public static JsonTypeInfo<V1CronJob> JsonType => KubeJson.Default.V1CronJob;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public V1CronJobSpec? Spec { get; init; }

    public V1CronJobStatus? Status { get; init; }
}
