namespace Argus.Kube.Events;

/// <summary>One report that waits to be written.</summary>
internal readonly record struct EventReport(EventKey Key, DateTimeOffset Time);
