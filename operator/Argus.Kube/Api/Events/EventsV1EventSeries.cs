using System.Text.Json.Serialization;

namespace Argus.Kube.Api.Events;

/// <summary>Repeats of an event.</summary>
public sealed record EventsV1EventSeries
{
    public required int Count { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public required DateTimeOffset LastObservedTime { get; init; }
}
