using Argus.Kube.Api.Events;

namespace Argus.Kube.Events;

/// <summary>The only part of an Event that may change.</summary>
internal sealed record EventSeriesPatch(EventsV1EventSeries Series);
