using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Api.Events;

/// <summary>Something that happened to an object.</summary>
public sealed record EventsV1Event : IKubernetesObject<EventsV1Event>
{
    /// <inheritdoc/>
    public static ResourceType Resource { get; } = new("events.k8s.io", "v1", "Event", "events");

    /// <inheritdoc/>
    public static JsonTypeInfo<EventsV1Event> JsonType => KubeJson.Default.EventsV1Event;

    public string? ApiVersion { get; init => field = value ?? Resource.ApiVersion; } = Resource.ApiVersion;

    public string? Kind { get; init => field = value ?? Resource.Kind; } = Resource.Kind;

    public V1ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }

    public string? Action { get; init; }

    public int? DeprecatedCount { get; init; }

    public DateTimeOffset? DeprecatedFirstTimestamp { get; init; }

    public DateTimeOffset? DeprecatedLastTimestamp { get; init; }

    public V1EventSource? DeprecatedSource { get; init; }

    /// <summary>Null in events written through the old API.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }

    public string? Note { get; init; }

    public string? Reason { get; init; }

    public V1ObjectReference? Regarding { get; init; }

    public V1ObjectReference? Related { get; init; }

    /// <summary>Such as <c>argus.dev/operator</c>.</summary>
    public string? ReportingController { get; init; }

    public string? ReportingInstance { get; init; }

    public EventsV1EventSeries? Series { get; init; }
}
