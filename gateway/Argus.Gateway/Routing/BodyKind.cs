namespace Argus.Gateway.Routing;

/// <summary>Which bodies a route takes, where one path serves two documents.</summary>
internal enum BodyKind
{
    /// <summary>Every body, and none.</summary>
    Any,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>Everything but JSON: a form with a file, or the file itself.</summary>
    File,
}
