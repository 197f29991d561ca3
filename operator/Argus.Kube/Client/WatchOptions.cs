namespace Argus.Kube.Client;

/// <summary>Which changes to watch.</summary>
public sealed record WatchOptions
{
    /// <summary>Such as <c>app=argus,tier in (a, b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Such as <c>spec.nodeName=node-1</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Changes after this version: that of a list, or of the last event seen. Null begins with every object that there is, in no order.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>After which time the server is to end the watch; its own choice when null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the server tells now and then how far the watch has come.</summary>
    public bool Bookmarks { get; init; } = true;
}
