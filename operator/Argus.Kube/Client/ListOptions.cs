namespace Argus.Kube.Client;

/// <summary>Which objects to list.</summary>
public sealed record ListOptions
{
    /// <summary>Such as <c>app=argus,tier in (a, b)</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Such as <c>spec.nodeName=node-1</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per page; all in one page when null.</summary>
    public int? Limit { get; init; }

    /// <summary>Asks for page after page until the end, of one state of the store. If that state has become too old on the way, everything is read again in one page.</summary>
    public bool AllPages { get; init; }

    /// <summary>Asks for metadata alone: of each object only that is filled, whatever its kind. For plain JSON, as it lacks what a type must have.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>Where to go on: from the metadata of the page before.</summary>
    public string? Continue { get; init; }

    /// <summary>Null reads the newest state; <c>0</c> any state that the server has at hand.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>Exact</c> or <c>NotOlderThan</c>.</summary>
    public string? ResourceVersionMatch { get; init; }
}
