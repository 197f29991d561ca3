namespace Argus.Kube.Client;

/// <summary>What happened to a watched object.</summary>
public enum WatchEventType
{
    /// <summary>It was created, entered the selection, or was there when the watch began.</summary>
    Added,

    /// <summary>It changed.</summary>
    Modified,

    /// <summary>It was deleted or left the selection; the event has its last state.</summary>
    Deleted,

    /// <summary>Nothing: the watch has come as far as this version.</summary>
    Bookmark,
}
