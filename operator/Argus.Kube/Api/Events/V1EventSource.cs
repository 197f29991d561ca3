namespace Argus.Kube.Api.Events;

/// <summary>Who reported an event, in the old form.</summary>
public sealed record V1EventSource
{
    public string? Component { get; init; }

    public string? Host { get; init; }
}
