namespace Argus.Gateway.Routing;

/// <summary>What the gateway answers itself: no ModelDeployment can take it over.</summary>
internal static class ReservedPaths
{
    private static readonly string[] Trees = ["/health", "/docs", "/openapi.json", "/console", "/metrics"];

    /// <summary>Whether a path is, or would cover, one of them.</summary>
    public static bool Contains(OfferedPath path)
    {
        string literal = path.Literal.TrimEnd('/');
        return literal.Length == 0 || Trees.Any(t => literal == t || literal.StartsWith(t + '/', StringComparison.Ordinal));
    }
}
