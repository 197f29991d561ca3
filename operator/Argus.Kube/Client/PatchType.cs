namespace Argus.Kube.Client;

/// <summary>How a patch is written.</summary>
public enum PatchType
{
    /// <summary>JSON merge patch (RFC 7396): null removes, lists are replaced.</summary>
    Merge,

    /// <summary>JSON patch (RFC 6902): a list of operations.</summary>
    Json,

    /// <summary>Strategic merge patch: lists are merged by key; built-in kinds only.</summary>
    Strategic,
}
