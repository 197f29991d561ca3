namespace Argus.Gateway.Routing;

/// <summary>One path of one deployment.</summary>
/// <param name="Path">What is offered.</param>
/// <param name="Backend">By which deployment.</param>
internal sealed record ModelRoute(OfferedPath Path, Backend Backend)
{
    /// <summary>Whether it takes the method.</summary>
    public bool Takes(string method) => Path.Method is null || Path.Method == method || (Path.Method == "GET" && method == "HEAD");

    /// <summary>Whether it takes the body.</summary>
    public bool Takes(BodyKind body) => Path.Body == BodyKind.Any || Path.Body == body;
}
