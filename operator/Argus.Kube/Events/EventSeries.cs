using Argus.Kube.Api;

namespace Argus.Kube.Events;

/// <summary>An event that has been written, and its repeats.</summary>
internal sealed class EventSeries(ObjectKey name, DateTimeOffset time)
{
    /// <summary>The Event object.</summary>
    public ObjectKey Name { get; } = name;

    /// <summary>Reports so far, the first one included.</summary>
    public int Count { get; set; } = 1;

    public DateTimeOffset LastSeen { get; set; } = time;

    public DateTimeOffset LastWritten { get; set; } = time;

    /// <summary>How many of the reports the server knows of.</summary>
    public int WrittenCount { get; set; } = 1;

    public bool IsDirty => Count > WrittenCount;
}
