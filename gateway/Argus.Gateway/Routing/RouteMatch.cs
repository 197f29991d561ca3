using System.Collections.Immutable;

namespace Argus.Gateway.Routing;

/// <summary>What a request leads to: a route, or why there is none.</summary>
/// <param name="Route">The route.</param>
/// <param name="Allowed">Where the path is known but not by this method: those that it takes.</param>
internal readonly record struct RouteMatch(ModelRoute? Route, ImmutableArray<string> Allowed)
{
    /// <summary>Nothing is known by this path.</summary>
    public static RouteMatch None { get; } = new(null, []);
}
