namespace Argus.Kube.Events;

/// <summary>Who reports events, and how many.</summary>
public sealed record EventRecorderOptions
{
    /// <summary>Such as <c>argus.dev/operator</c>.</summary>
    public required string Controller { get; init; }

    /// <summary>Which process of the controller, such as the pod's name.</summary>
    public required string Instance { get; init; }

    /// <summary>Repeats of an event are written at most this often. Default 30 s.</summary>
    public TimeSpan RepeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An event that has not been repeated for so long begins anew. Default 6 min.</summary>
    public TimeSpan SeriesEnd { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>Events that may wait to be written; more are dropped. Default 1000.</summary>
    public int QueueLength { get; init; } = 1000;

    /// <summary>How long events that still wait at the end are being written. Default 2 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Told of every event that was dropped or could not be written.</summary>
    public Action<string>? OnLost { get; init; }
}
