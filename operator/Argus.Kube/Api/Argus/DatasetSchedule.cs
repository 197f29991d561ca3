using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Argus;

/// <summary>Collects what was predicted by the day, and makes datasets and centroids by the month.</summary>
public sealed record DatasetSchedule : IKubernetesObject<DatasetSchedule>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("argus.dev", "v1alpha1", "DatasetSchedule", "datasetschedules");

    /// <inheritdoc/>
    public static JsonTypeInfo<DatasetSchedule> JsonType => ArgusJson.Default.DatasetSchedule;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    public DatasetScheduleSpec Spec { get; init => field = value ?? new(); } = new();

    public DatasetScheduleStatus? Status { get; init; }
}
